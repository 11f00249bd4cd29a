/// Drawings as lines of text for a terminal: one character is two pixels, one above the other.
public enum HalfBlocks {
    /// What the terminal can show.
    public enum Style: Sendable {
        /// `▀`, `▄`, `█` where there is more ink than paper, spaces elsewhere.
        case plain
        /// The upper half block in 24-bit colours, by ANSI escapes: dark ink on white paper.
        case colour
    }

    /// Draws as many images side by side as fit, the others below them with an empty line between.
    ///
    /// Images wider than the terminal are made smaller by a whole number, by area.
    ///
    /// - Parameters:
    ///   - images: [N, C, H, W], −1 (paper) to 1 (ink), C = `channels` 1 or 3, N at least 1.
    ///   - terminalWidth: In characters; no line is longer.
    /// - Throws: ``PictureError`` where the sizes do not agree.
    public static func lines(
        images: [Float], channels: Int, height: Int, width: Int, terminalWidth: Int, style: Style = .plain
    ) throws -> [String] {
        try PictureShape(channels: channels, height: height, width: width).check(valueCount: images.count)
        guard terminalWidth > 0 else { throw PictureError("a terminal 0 characters wide shows no drawing") }
        let size = channels * height * width
        let factor = (width + terminalWidth - 1) / terminalWidth
        let drawings = (0..<images.count / size).map { number in
            Bitmap(
                values: images[number * size..<(number + 1) * size], channels: channels, height: height, width: width
            ).inColour.reduced(by: factor)
        }
        let across = max(1, (terminalWidth + gap) / (drawings[0].width + gap))
        var lines: [String] = []
        for start in stride(from: 0, to: drawings.count, by: across) {
            if start > 0 { lines.append("") }
            let row = drawings[start..<min(start + across, drawings.count)]
            for top in stride(from: 0, to: drawings[0].height, by: 2) {
                let parts = row.map { drawing in
                    switch style {
                    case .plain: plainLine(of: drawing, top: top)
                    case .colour: colourLine(of: drawing, top: top)
                    }
                }
                let line = parts.joined(separator: String(repeating: " ", count: gap))
                lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
            }
        }
        return lines
    }

    /// Characters between two drawings.
    private static let gap = 2

    private static func plainLine(of drawing: Bitmap, top: Int) -> String {
        var line = ""
        for column in 0..<drawing.width {
            switch (drawing.isInk(column, top), drawing.isInk(column, top + 1)) {
            case (false, false): line += " "
            case (true, false): line += "▀"
            case (false, true): line += "▄"
            case (true, true): line += "█"
            }
        }
        return line
    }

    private static func colourLine(of drawing: Bitmap, top: Int) -> String {
        var line = ""
        var current = ""
        for column in 0..<drawing.width {
            let colours =
                "\u{1B}[38;2;\(drawing.ansiColour(column, top))m\u{1B}[48;2;\(drawing.ansiColour(column, top + 1))m"
            if colours != current { line += colours }
            current = colours
            line += "▀"
        }
        return line + "\u{1B}[0m"
    }
}

extension Bitmap {
    /// The three samples of a pixel; white below the last row, where a picture has an odd height.
    private func samples(_ column: Int, _ row: Int) -> ArraySlice<UInt8> {
        guard row < height else { return [255, 255, 255] }
        let start = (row * width + column) * 3
        return pixels[start..<start + 3]
    }

    fileprivate func isInk(_ column: Int, _ row: Int) -> Bool {
        samples(column, row).reduce(0) { $0 + Int($1) } < 3 * 128
    }

    fileprivate func ansiColour(_ column: Int, _ row: Int) -> String {
        samples(column, row).map { "\($0)" }.joined(separator: ";")
    }

    /// The picture, which has three channels, with squares of `factor` pixels a side replaced by their means.
    fileprivate func reduced(by factor: Int) -> Bitmap {
        guard factor > 1 else { return self }
        let columns = (width + factor - 1) / factor
        let rows = (height + factor - 1) / factor
        var reduced = Bitmap(
            width: columns, height: rows, channels: 3, pixels: [UInt8](repeating: 0, count: columns * rows * 3))
        for position in 0..<columns * rows {
            let (row, column) = (position / columns * factor, position % columns * factor)
            let (rowEnd, columnEnd) = (min(row + factor, height), min(column + factor, width))
            for channel in 0..<3 {
                var total = 0
                for y in row..<rowEnd {
                    for x in column..<columnEnd { total += Int(pixels[(y * width + x) * 3 + channel]) }
                }
                reduced.pixels[position * 3 + channel] = UInt8(total / ((rowEnd - row) * (columnEnd - column)))
            }
        }
        return reduced
    }
}

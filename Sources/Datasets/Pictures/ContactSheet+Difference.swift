extension ContactSheet {
    /// The root of the mean squared difference of two drawings of a sheet, on average over all pairs, 0 to 255.
    ///
    /// - Parameters:
    ///   - sheet: as ``draw(images:channels:height:width:)`` makes it, with square drawings, no gaps in its last row and
    ///     the usual gutter.
    ///   - columns: the drawings side by side.
    /// - Returns: nil where the sheet's size is none of such a sheet of two drawings or more.
    public static func meanDifference(betweenDrawingsOf sheet: Bitmap, columns: Int) -> Double? {
        let gutter = ContactSheet().gutter
        let side = (sheet.width - gutter) / max(columns, 1) - gutter
        guard columns > 0, side > 0, (side + gutter) * columns + gutter == sheet.width,
            (sheet.height - gutter) % (side + gutter) == 0
        else { return nil }
        let rows = (sheet.height - gutter) / (side + gutter)
        let drawings = (0..<rows * columns).map { number in
            let (left, top) = (
                gutter + number % columns * (side + gutter), gutter + number / columns * (side + gutter)
            )
            // Pixels of a drawing are squares of some pixels of the sheet: every fourth is enough.
            return stride(from: 1, to: side, by: 4).flatMap { y in
                stride(from: 1, to: side, by: 4).flatMap { x in
                    let start = ((top + y) * sheet.width + left + x) * sheet.channels
                    return (0..<sheet.channels).map { Int(sheet.pixels[start + $0]) }
                }
            }
        }
        guard drawings.count > 1, let valueCount = drawings.first?.count else { return nil }
        var sum = 0.0
        for (number, first) in drawings.enumerated() {
            for second in drawings[..<number] {
                let squares = zip(first, second).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                sum += (Double(squares) / Double(valueCount)).squareRoot()
            }
        }
        return sum / Double(drawings.count * (drawings.count - 1) / 2)
    }
}

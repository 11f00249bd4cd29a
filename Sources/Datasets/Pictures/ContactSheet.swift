/// Drawings side by side: dark ink on white paper, each pixel a square of whole pixels, thin light gutters between them
/// and around them.
public struct ContactSheet: Sendable {
    /// How many drawings stand side by side; fewer where there are fewer.
    public var columns: Int
    /// Pixels of the sheet, a side, to a pixel of a drawing; nil for a sheet about 480 pixels wide.
    public var scale: Int?
    /// Pixels of the sheet between two drawings.
    public var gutter: Int

    /// Sheets of `columns` drawings a row, each pixel a square of `scale` pixels a side, with `gutter` drawing pixels
    /// between drawings.
    public init(columns: Int = 4, scale: Int? = nil, gutter: Int = 2) {
        self.columns = columns
        self.scale = scale
        self.gutter = gutter
    }

    /// Draws images row by row. Places that are left in the last row have the colour of the gutters.
    ///
    /// Values are drawn as ``Bitmap/init(image:channels:height:width:)`` says; where one is not a number, the sheet has
    /// three channels.
    ///
    /// - Parameter images: [N, C, H, W], C = `channels` 1 or 3, N at least 1.
    /// - Throws: ``PictureError`` where the sizes do not agree or the sheet would be too large.
    public func draw(images: [Float], channels: Int, height: Int, width: Int) throws -> Bitmap {
        try PictureShape(channels: channels, height: height, width: width).check(valueCount: images.count)
        let size = channels * height * width
        var drawings = (0..<images.count / size).map { number in
            Bitmap(
                values: images[number * size..<(number + 1) * size], channels: channels, height: height, width: width)
        }
        let samples = drawings.contains { $0.channels == 3 } ? 3 : 1
        if samples == 3 { drawings = drawings.map(\.inColour) }

        let (across, scale, sheetWidth, sheetHeight) = try layout(count: drawings.count, height: height, width: width)
        var sheet = Bitmap(
            width: sheetWidth, height: sheetHeight, channels: samples,
            pixels: [UInt8](repeating: ContactSheet.gutterLevel, count: sheetWidth * sheetHeight * samples))
        for (number, drawing) in drawings.enumerated() {
            sheet.place(
                drawing, scale: scale,
                left: gutter + number % across * (width * scale + gutter),
                top: gutter + number / across * (height * scale + gutter))
        }
        return sheet
    }

    /// Throws ``PictureError`` where a sheet of `count` drawings would be too large.
    public func check(count: Int, height: Int, width: Int) throws(PictureError) {
        _ = try layout(count: count, height: height, width: width)
    }

    /// How many drawings stand side by side, their scale, and the sheet's width and height in pixels.
    private func layout(
        count: Int, height: Int, width: Int
    ) throws(PictureError) -> (across: Int, scale: Int, width: Int, height: Int) {
        guard columns > 0, scale ?? 1 > 0, gutter >= 0, count > 0 else {
            throw PictureError(
                "a sheet needs at least 1 drawing, 1 column, a scale of at least 1 and no negative gutter")
        }
        let across = min(columns, count)
        let down = (count + across - 1) / across
        let scale = scale ?? ContactSheet.pleasantScale(pixelsAcross: across * width)
        // In floating point first: what a user asks for can be more than an integer holds.
        let sides = [(across, width), (down, height)].map { count, side in
            (Double(side) * Double(scale) + Double(gutter)) * Double(count) + Double(gutter)
        }
        guard sides[0] * sides[1] <= Double(PNG.maximumPixels) else {
            throw PictureError(
                "a sheet of \(across) by \(down) drawings of \(width)×\(height) at scale \(scale) is too large; "
                    + "draw fewer or make the scale smaller")
        }
        return (across, scale, Int(sides[0]), Int(sides[1]))
    }

    private static let gutterLevel: UInt8 = 224
    private static let pleasantWidth = 480

    /// The whole-number scale, 1 to 8, that comes nearest to the pleasant width.
    private static func pleasantScale(pixelsAcross: Int) -> Int {
        min(max((pleasantWidth + pixelsAcross / 2) / pixelsAcross, 1), 8)
    }
}

extension Bitmap {
    /// Copies `picture`, which has as many channels, to (`left`, `top`), each pixel a square of `scale` pixels a side.
    fileprivate mutating func place(_ picture: Bitmap, scale: Int, left: Int, top: Int) {
        for row in 0..<picture.height * scale {
            var target = ((top + row) * width + left) * channels
            var source = row / scale * picture.width * channels
            for _ in 0..<picture.width {
                for _ in 0..<scale {
                    for channel in 0..<channels { pixels[target + channel] = picture.pixels[source + channel] }
                    target += channels
                }
                source += channels
            }
        }
    }
}

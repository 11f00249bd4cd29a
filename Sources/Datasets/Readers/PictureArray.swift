/// Pictures held in memory at their new size, one byte a value.
struct PictureArray: ImageSource {
    let count: Int
    let channels: Int
    /// The height and width.
    let side: Int
    /// [side, side, 1] or [side, side, 3] each, from 0 (paper) to 255 (ink).
    private let pictures: [[UInt8]]

    /// In colour where one of them is.
    init(_ pictures: [[UInt8]], side: Int) {
        self.init(pictures, side: side, channels: pictures.contains { $0.count > side * side } ? 3 : 1)
    }

    private init(_ pictures: [[UInt8]], side: Int, channels: Int) {
        self.pictures = pictures
        self.side = side
        self.channels = channels
        count = pictures.count
    }

    var height: Int { side }
    var width: Int { side }

    func readImage(at index: Int, into pixels: UnsafeMutableBufferPointer<Float>) throws {
        pictures[index].withUnsafeBufferPointer { picture in
            let plane = side * side
            guard channels == 3, picture.count == plane else {
                return PixelScaling.scale(picture, channels: channels, into: pixels)
            }
            for channel in 0..<3 {
                let part = pixels[channel * plane..<(channel + 1) * plane]
                PixelScaling.scale(picture, channels: 1, into: UnsafeMutableBufferPointer(rebasing: part))
            }
        }
    }

    /// The same drawings in three channels.
    func inColour() -> PictureArray { PictureArray(pictures, side: side, channels: 3) }
}

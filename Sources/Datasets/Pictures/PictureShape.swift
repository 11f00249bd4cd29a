/// The shape of some images' values, [N, C, H, W] without N.
struct PictureShape {
    let channels: Int
    let height: Int
    let width: Int

    /// Throws where this is no shape of a picture, or `valueCount` is not that of `images` images (nil: any number but
    /// 0).
    func check(valueCount: Int, images: Int? = nil) throws(PictureError) {
        guard channels == 1 || channels == 3, height > 0, width > 0 else {
            throw PictureError("images of shape [\(channels), \(height), \(width)] cannot be drawn; C must be 1 or 3")
        }
        let (area, overflows) = height.multipliedReportingOverflow(by: width)
        guard !overflows, area <= PNG.maximumPixels else {
            throw PictureError("images of \(width)×\(height) pixels are too large to be drawn")
        }
        let size = area * channels
        guard valueCount > 0, valueCount % size == 0, images.map({ $0 * size == valueCount }) ?? true else {
            throw PictureError(
                "\(valueCount) values are not \(images.map { "\($0)" } ?? "whole") images of shape "
                    + "[\(channels), \(height), \(width)], \(size) values each")
        }
    }
}

extension Bitmap {
    /// The picture as it is to be looked at, where `orientation` is EXIF's number for how it was stored, 1 to 8.
    func turned(byOrientation orientation: Int) -> Bitmap {
        guard orientation > 1 else { return self }
        let swapsSides = orientation >= 5
        let (newWidth, newHeight) = swapsSides ? (height, width) : (width, height)
        var turned = [UInt8](repeating: 0, count: pixels.count)
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let (fromX, fromY) =
                    switch orientation {
                    case 2: (width - 1 - x, y)
                    case 3: (width - 1 - x, height - 1 - y)
                    case 4: (x, height - 1 - y)
                    case 5: (y, x)
                    case 6: (y, height - 1 - x)
                    case 7: (width - 1 - y, height - 1 - x)
                    default: (width - 1 - y, x)
                    }
                for channel in 0..<channels {
                    turned[(y * newWidth + x) * channels + channel] =
                        pixels[(fromY * width + fromX) * channels + channel]
                }
            }
        }
        return Bitmap(width: newWidth, height: newHeight, channels: channels, pixels: turned)
    }
}

extension BMP.Header {
    /// The palette's index of each pixel of a compressed picture, in the order of the file. What is cut short or leads
    /// outside the picture ends it, as other readers have it.
    func runLengthIndices(in bytes: [UInt8]) -> [UInt8] {
        var indices = [UInt8](repeating: 0, count: width * height)
        let isNibbles = compression == .runLength4
        var (x, y) = (0, 0)
        var place = pixelOffset
        func next() -> Int? {
            guard place >= 0, place < bytes.count else { return nil }
            place += 1
            return Int(bytes[place - 1])
        }
        func put(_ index: Int) {
            if x < width, y < height { indices[y * width + x] = UInt8(index) }
            x += 1
        }
        while y < height, let count = next(), let value = next() {
            if count > 0 {
                for step in 0..<count { put(isNibbles ? (step % 2 == 0 ? value >> 4 : value & 15) : value) }
                continue
            }
            switch value {
            case 0: (x, y) = (0, y + 1)
            case 1: return indices
            case 2:
                guard let right = next(), let down = next() else { return indices }
                (x, y) = (x + right, y + down)
            default:
                let byteCount = isNibbles ? (value + 1) / 2 : value
                for step in 0..<byteCount {
                    guard let byte = next() else { return indices }
                    put(isNibbles ? byte >> 4 : byte)
                    if isNibbles, step * 2 + 1 < value { put(byte & 15) }
                }
                // Literal runs end at an even place.
                if byteCount % 2 == 1 { _ = next() }
            }
        }
        return indices
    }
}

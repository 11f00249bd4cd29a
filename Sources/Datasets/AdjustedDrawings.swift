/// Drawings of another source with paper and ink, or rows and columns, changed places.
struct AdjustedDrawings: ImageSource {
    let source: any ImageSource
    let isInverted: Bool
    let isTransposed: Bool

    var count: Int { source.count }
    var height: Int { isTransposed ? source.width : source.height }
    var width: Int { isTransposed ? source.height : source.width }
    var channels: Int { source.channels }

    func readImage(at index: Int, into pixels: UnsafeMutableBufferPointer<Float>) throws {
        if isTransposed {
            try withUnsafeTemporaryAllocation(of: Float.self, capacity: pixels.count) { original in
                try source.readImage(at: index, into: original)
                let plane = height * width
                for channel in 0..<channels {
                    for y in 0..<height {
                        for x in 0..<width {
                            pixels[channel * plane + y * width + x] = original[channel * plane + x * height + y]
                        }
                    }
                }
            }
        } else {
            try source.readImage(at: index, into: pixels)
        }
        if isInverted {
            for place in pixels.indices { pixels[place] = -pixels[place] }
        }
    }
}

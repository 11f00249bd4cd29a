extension AreaResize {
    /// The ink of a picture, [side, side, C] from 0 (paper) to 255 (ink): of each sample p 255 − p, or p where the
    /// picture is light on dark. What lies outside is paper.
    ///
    /// Rows are summed before columns, a whole row at a time, so that this takes a fraction of the time that decoding
    /// takes.
    func ink(of picture: Bitmap, isLightOnDark: Bool) -> [UInt8] {
        precondition(picture.width == width && picture.height == height)
        let channels = picture.channels
        let rowLength = width * channels
        return picture.pixels.withUnsafeBufferPointer { pixels in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: rowLength) { sums in
                [UInt8](unsafeUninitializedCapacity: side * side * channels) { ink, count in
                    for y in 0..<side {
                        sum(rows[y], of: pixels, into: sums)
                        let rowWeight = rows[y].weights.reduce(0, +)
                        for x in 0..<side {
                            let span = columns[x]
                            let white = 255 * rowWeight * span.weights.reduce(0, +)
                            for channel in 0..<channels {
                                var level: Float = 0
                                for (offset, weight) in span.weights.enumerated() {
                                    level += weight * sums[(span.start + offset) * channels + channel]
                                }
                                let value = isLightOnDark ? level : white - level
                                ink[(y * side + x) * channels + channel] = UInt8(min(max(value, 0), 255).rounded())
                            }
                        }
                    }
                    count = side * side * channels
                }
            }
        }
    }

    /// The weighted sum of the span's rows.
    private func sum(
        _ span: Span, of pixels: UnsafeBufferPointer<UInt8>, into sums: UnsafeMutableBufferPointer<Float>
    ) {
        sums.update(repeating: 0)
        for (offset, weight) in span.weights.enumerated() {
            let row = pixels.baseAddress.map { $0 + (span.start + offset) * sums.count }
            guard let row, let sums = sums.baseAddress else { return }
            for place in 0..<width * (pixels.count / (width * height)) { sums[place] += weight * Float(row[place]) }
        }
    }
}

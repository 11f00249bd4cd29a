extension AreaResize {
    /// The ink of a picture, [side, side, C] from 0 (paper) to 255 (ink): of each sample p 255 − p, or p where the
    /// picture is light on dark. What lies outside is paper.
    ///
    /// Rows are summed before columns, a whole row at a time, so that this takes a fraction of the time that decoding
    /// takes.
    func ink(of picture: Bitmap, isLightOnDark: Bool) -> [UInt8] {
        precondition(picture.width == width && picture.height == height)
        let channels = picture.channels
        let columns = FlatSpans(columns, channels: channels)
        return picture.pixels.withUnsafeBufferPointer { pixels in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: width * channels) { sums in
                [UInt8](unsafeUninitializedCapacity: side * side * channels) { ink, count in
                    for y in 0..<side {
                        sum(rows[y], of: pixels, into: sums)
                        let white = 255 * rows[y].weights.reduce(0, +)
                        let target = UnsafeMutableBufferPointer(
                            rebasing: ink[y * side * channels..<(y + 1) * side * channels])
                        columns.sum(sums, white: isLightOnDark ? nil : white, into: target)
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
        let count = sums.count
        for (offset, weight) in span.weights.enumerated() {
            guard let row = pixels.baseAddress.map({ $0 + (span.start + offset) * count }), let sums = sums.baseAddress
            else { return }
            for place in 0..<count { sums[place] += weight * Float(row[place]) }
        }
    }
}

/// The spans of a row, their weights side by side: an array each takes longer to reach than its few numbers to add.
private struct FlatSpans {
    private let channels: Int
    /// Of each span the first sample under it, and how many weights it has.
    private let places: [(start: Int, count: Int)]
    private let weights: [Float]
    /// The sum of each span's weights.
    private let totals: [Float]

    init(_ spans: [AreaResize.Span], channels: Int) {
        self.channels = channels
        places = spans.map { ($0.start * channels, $0.weights.count) }
        weights = spans.flatMap(\.weights)
        totals = spans.map { $0.weights.reduce(0, +) }
    }

    /// Writes the weighted sums of the samples in `sums`, a row of pixels, as ink. `white` is what white paper sums up to;
    /// nil where the sums are ink themselves.
    func sum(
        _ sums: UnsafeMutableBufferPointer<Float>, white: Float?, into ink: UnsafeMutableBufferPointer<UInt8>
    ) {
        weights.withUnsafeBufferPointer { weights in
            // The spans of what is not square may have no weights at all.
            guard let samples = sums.baseAddress, let ink = ink.baseAddress else { return }
            var weight = weights.startIndex
            for (x, (start, count)) in places.enumerated() {
                let paper = white.map { $0 * totals[x] }
                for channel in 0..<channels {
                    var level: Float = 0
                    var place = start + channel
                    for offset in weight..<weight + count {
                        level += weights[offset] * samples[place]
                        place += channels
                    }
                    let value = paper.map { $0 - level } ?? level
                    // Of what is not negative, this is the nearest whole number.
                    ink[x * channels + channel] = UInt8(min(max(value, 0), 255) + 0.5)
                }
                weight += count
            }
        }
    }
}

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
    private struct Place {
        /// The first sample under the span, how many weights it has, and their sum.
        let start: Int
        let count: Int
        let total: Float
    }
    private let channels: Int
    private let places: [Place]
    private let weights: [Float]

    init(_ spans: [AreaResize.Span], channels: Int) {
        self.channels = channels
        places = spans.map {
            Place(start: $0.start * channels, count: $0.weights.count, total: $0.weights.reduce(0, +))
        }
        weights = spans.flatMap(\.weights)
    }

    /// Writes the weighted sums of the samples in `sums`, a row of pixels, as ink. `white` is what white paper sums up to;
    /// nil where the sums are ink themselves.
    func sum(
        _ sums: UnsafeMutableBufferPointer<Float>, white: Float?, into ink: UnsafeMutableBufferPointer<UInt8>
    ) {
        // The spans of what is not square may have no weights at all.
        guard let samples = sums.baseAddress, let ink = ink.baseAddress else { return }
        let (paper, sign): (Float, Float) = white.map { ($0, -1) } ?? (0, 1)
        weights.withUnsafeBufferPointer { weights in
            guard var weight = weights.baseAddress else { return }
            var target = ink
            for place in places {
                var sample = samples + place.start
                // A span has two or three weights: what is done once a span counts, so all channels are summed at once.
                var (first, second, third): (Float, Float, Float) = (0, 0, 0)
                for _ in 0..<place.count {
                    first += weight[0] * sample[0]
                    if channels == 3 {
                        second += weight[0] * sample[1]
                        third += weight[0] * sample[2]
                    }
                    weight += 1
                    sample += channels
                }
                let white = paper * place.total
                target[0] = Self.byte(white + sign * first)
                if channels == 3 {
                    target[1] = Self.byte(white + sign * second)
                    target[2] = Self.byte(white + sign * third)
                }
                target += channels
            }
        }
    }

    /// Of what is not negative, adding a half and cutting gives the nearest whole number.
    private static func byte(_ value: Float) -> UInt8 { UInt8(min(max(value, 0), 255) + 0.5) }
}

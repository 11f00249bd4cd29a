/// At most 256 colours that stand for those of some pictures, by median cut (Heckbert 1982) with the cut at the mean.
///
/// Colours are first gathered in bins of 5 bits a channel; each bin and each palette entry is the mean of what fell in
/// it, so that pure white stays pure white.
struct ColourPalette {
    private(set) var colours: [RGBColour] = []
    /// The palette index of each bin.
    private var entryOfBin = [UInt8](repeating: 0, count: 1 << 15)

    /// `pictures` have three channels.
    init(_ pictures: some Sequence<Bitmap>) {
        var boxes = [Box(bins: ColourPalette.histogram(of: pictures))]
        while boxes.count < 256 {
            guard let widest = boxes.indices.max(by: { boxes[$0].spread < boxes[$1].spread }),
                let (lower, upper) = boxes[widest].split()
            else { break }
            boxes[widest] = lower
            boxes.append(upper)
        }
        for (index, box) in boxes.enumerated() {
            colours.append(box.mean)
            for bin in box.bins { entryOfBin[bin.number] = UInt8(index) }
        }
    }

    /// The palette index of each pixel of `picture`, which has three channels and was among those given to `init`.
    func indices(of picture: Bitmap) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: picture.width * picture.height) { buffer, count in
            count = picture.width * picture.height
            for pixel in 0..<count { buffer[pixel] = entryOfBin[ColourPalette.bin(of: picture.pixels, at: pixel * 3)] }
        }
    }

    private static func bin(of pixels: [UInt8], at start: Int) -> Int {
        Int(pixels[start] >> 3) << 10 | Int(pixels[start + 1] >> 3) << 5 | Int(pixels[start + 2] >> 3)
    }

    private static func histogram(of pictures: some Sequence<Bitmap>) -> [Bin] {
        var bins = (0..<1 << 15).map { Bin(number: $0) }
        for picture in pictures {
            for start in stride(from: 0, to: picture.pixels.count, by: 3) {
                let number = bin(of: picture.pixels, at: start)
                bins[number].population += 1
                for channel in 0..<3 { bins[number].sums[channel] += Double(picture.pixels[start + channel]) }
            }
        }
        return bins.filter { $0.population > 0 }
    }
}

extension ColourPalette {
    /// The pixels whose channels agree in their upper 5 bits.
    private struct Bin {
        let number: Int
        var population = 0.0
        var sums = SIMD3<Double>()

        var mean: SIMD3<Double> { sums / population }
    }

    /// Some bins, and how far they lie apart.
    private struct Box {
        let bins: [Bin]
        private let centre: SIMD3<Double>
        /// The channel along which the pixels lie farthest apart, and the sum of their squared distances along it.
        private let axis: Int
        let spread: Double

        init(bins: [Bin]) {
            self.bins = bins
            let population = bins.reduce(0) { $0 + $1.population }
            let centre = bins.reduce(SIMD3()) { $0 + $1.sums } / population
            let spreads = bins.reduce(SIMD3<Double>()) { total, bin in
                let distance = bin.mean - centre
                return total + distance * distance * bin.population
            }
            self.centre = centre
            axis = (0..<3).max { spreads[$0] < spreads[$1] } ?? 0
            spread = spreads[axis]
        }

        var mean: RGBColour {
            let rounded = SIMD3<UInt8>(centre.rounded(.toNearestOrAwayFromZero))
            return RGBColour(red: rounded.x, green: rounded.y, blue: rounded.z)
        }

        /// The box cut in two at its mean; nil where all its bins have one colour.
        func split() -> (Box, Box)? {
            let lower = bins.filter { $0.mean[axis] <= centre[axis] }
            let upper = bins.filter { $0.mean[axis] > centre[axis] }
            guard !lower.isEmpty, !upper.isEmpty else { return nil }
            return (Box(bins: lower), Box(bins: upper))
        }
    }
}

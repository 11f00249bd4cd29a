/// A drawing on paper, scanned or photographed: its ink told from the paper, whose light is evened and which becomes white.
struct ScannedPage {
    let width: Int
    let height: Int
    /// 1, or 3 where the ink is coloured.
    let channels: Int
    /// [H, W, C], from 0 (paper) to 1 (ink).
    private(set) var ink: [Float]
    /// What tells whether this is a page at all.
    let look: Look

    /// How a picture looks as a page.
    struct Look {
        /// The grey levels of its paper, from 0 to 255.
        let paper: (darkest: Float, median: Float, brightest: Float)
        /// The share of its pixels that are ink.
        let inkShare: Double
        /// The share that is bare paper.
        let paperShare: Double
        /// How much darker than paper ink is, from 0 to 1.
        let contrast: Float

        /// Whether it is a drawing on paper that is not white everywhere: light paper, most of it bare, and dark ink on it.
        var isScan: Bool {
            let isPage =
                paper.median > 90 && paper.darkest > 0.3 * paper.brightest && paperShare > 0.6
                && (0.0005..<0.35).contains(inkShare)
                && contrast > 0.2
            return isPage && (paper.median < 250 || paper.brightest - paper.darkest > 12)
        }
    }

    /// Larger pictures are reduced to this longer side first, in pixels: no drawing has more than a quarter of it.
    private static let longestSide = 512
    /// Smaller pictures are none that were scanned.
    static let shortestSide = 128
    /// Less contrast is the paper's own grain.
    private static let leastContrast: Float = 0.08

    /// - Parameter isLightOnDark: Whether the page is dark and the drawing light.
    init(_ picture: Bitmap, isLightOnDark: Bool = false) {
        var page = picture.reduced(toLongerSide: Self.longestSide)
        if isLightOnDark { page.pixels = page.pixels.map { 255 - $0 } }
        let light = PageLight(of: page)
        let darkness = Self.darkness(of: page, under: light)
        let greys = Self.greys(darkness, channels: page.channels)
        let levels = InkLevels(greys)
        look = Look(
            paper: light.range, inkShare: Self.share(of: greys) { $0 > levels.threshold },
            paperShare: Self.share(of: greys) { $0 < max(levels.threshold / 2, Self.leastContrast) },
            contrast: levels.ink)
        let isColoured = page.channels == 3 && Self.isColoured(darkness, greys, levels)
        (width, height, channels) = (page.width, page.height, isColoured ? 3 : 1)
        guard levels.ink >= Self.leastContrast else {
            ink = [Float](repeating: 0, count: width * height * channels)
            return
        }
        ink = (isColoured ? darkness : greys).map(levels.ink(of:))
    }

    /// The drawing alone: without dust and the dark edges of a scanner, cropped to its ink with a margin of paper, its strokes
    /// no thinner than a pixel of a drawing of `side` pixels. Black on white, with `channels` channels.
    func drawing(side: Int) -> Bitmap {
        var page = self
        let marks = InkMarks(of: darkest, width: width, height: height)
        page.erase { !marks.isDrawing[$0] }
        guard let box = marks.bounds else {
            return Bitmap(
                width: side, height: side, channels: channels,
                pixels: [UInt8](repeating: 255, count: side * side * channels))
        }
        // A twentieth on each side, as much as Quick, Draw!'s bitmaps leave.
        let extent = max(box.width, box.height)
        let margin = max(1, extent / 20)
        let pixel = Float(extent + 2 * margin) / Float(side)
        page.thicken(by: Int(((pixel - marks.strokeWidth) / 2).rounded()))
        return page.cropped(to: box, margin: margin)
    }

    /// Of each pixel its darkest channel.
    private var darkest: [Float] {
        channels == 1
            ? ink : stride(from: 0, to: ink.count, by: 3).map { max(ink[$0], ink[$0 + 1], ink[$0 + 2]) }
    }

    private mutating func erase(where isPaper: (Int) -> Bool) {
        for pixel in 0..<width * height where isPaper(pixel) {
            for channel in 0..<channels { ink[pixel * channels + channel] = 0 }
        }
    }

    /// Spreads ink over the pixels at most `radius` away, across and then down.
    private mutating func thicken(by radius: Int) {
        guard radius > 0 else { return }
        ink = spread(ink, length: width, step: channels, lines: height, lineStep: width * channels, radius)
        ink = spread(ink, length: height, step: width * channels, lines: width, lineStep: channels, radius)
    }

    private func spread(
        _ values: [Float], length: Int, step: Int, lines: Int, lineStep: Int, _ radius: Int
    ) -> [Float] {
        var result = values
        for line in 0..<lines {
            for channel in 0..<channels {
                let start = line * lineStep + channel
                for place in 0..<length {
                    var darkest: Float = 0
                    for near in max(place - radius, 0)...min(place + radius, length - 1) {
                        darkest = max(darkest, values[start + near * step])
                    }
                    result[start + place * step] = darkest
                }
            }
        }
        return result
    }

    /// The part in `box` with `margin` pixels around it, which are paper where the page ends.
    private func cropped(to box: InkMarks.Box, margin: Int) -> Bitmap {
        let (newWidth, newHeight) = (box.width + 2 * margin, box.height + 2 * margin)
        var pixels = [UInt8](repeating: 255, count: newWidth * newHeight * channels)
        for y in 0..<newHeight {
            let row = box.top - margin + y
            guard row >= 0, row < height else { continue }
            for x in 0..<newWidth {
                let column = box.left - margin + x
                guard column >= 0, column < width else { continue }
                for channel in 0..<channels {
                    let level = 255 * (1 - ink[(row * width + column) * channels + channel])
                    pixels[(y * newWidth + x) * channels + channel] = UInt8(level.rounded())
                }
            }
        }
        return Bitmap(width: newWidth, height: newHeight, channels: channels, pixels: pixels)
    }

    /// How much of the paper's light each sample lacks, from 0 to 1.
    private static func darkness(of page: Bitmap, under light: PageLight) -> [Float] {
        var darkness: [Float] = []
        darkness.reserveCapacity(page.pixels.count)
        for y in 0..<page.height {
            for x in 0..<page.width {
                for channel in 0..<page.channels {
                    let sample = page.pixels[(y * page.width + x) * page.channels + channel]
                    darkness.append(max(1 - Float(sample) / light.level(channel: channel, x: x, y: y), 0))
                }
            }
        }
        return darkness
    }

    /// The luma of each pixel (Rec. 601).
    private static func greys(_ values: [Float], channels: Int) -> [Float] {
        guard channels == 3 else { return values }
        return stride(from: 0, to: values.count, by: 3).map {
            0.299 * values[$0] + 0.587 * values[$0 + 1] + 0.114 * values[$0 + 2]
        }
    }

    private static func share(of values: [Float], where condition: (Float) -> Bool) -> Double {
        Double(values.count(where: condition)) / Double(values.count)
    }

    /// Whether a tenth of the ink or more has a colour that is seen.
    private static func isColoured(_ darkness: [Float], _ greys: [Float], _ levels: InkLevels) -> Bool {
        var (inked, coloured) = (0, 0)
        for (pixel, grey) in greys.enumerated() where grey > levels.threshold {
            let samples = darkness[pixel * 3..<pixel * 3 + 3]
            inked += 1
            if let least = samples.min(), let most = samples.max(), most - least > 0.25 { coloured += 1 }
        }
        return coloured * 10 > inked
    }
}

/// What separates ink from paper on a page.
private struct InkLevels {
    /// The darkness that separates both best (Otsu 1979, "A threshold selection method from gray-level histograms").
    let threshold: Float
    /// The median darkness of what is beyond it.
    let ink: Float

    init(_ darkness: [Float]) {
        var counts = [Double](repeating: 0, count: 256)
        for value in darkness { counts[Int(min(value, 1) * 255)] += 1 }
        let total = Double(darkness.count)
        let sum = counts.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
        var (below, belowSum, best, bestLevel) = (0.0, 0.0, -1.0, 0)
        for level in 0..<255 {
            below += counts[level]
            belowSum += Double(level) * counts[level]
            guard below > 0, below < total else { continue }
            let difference = belowSum / below - (sum - belowSum) / (total - below)
            let between = below * (total - below) * difference * difference
            if between > best { (best, bestLevel) = (between, level) }
        }
        threshold = (Float(bestLevel) + 1) / 255
        var left = counts[(bestLevel + 1)...].reduce(0, +) / 2
        let median = counts.indices.dropFirst(bestLevel + 1).first { level in
            left -= counts[level]
            return left < 0
        }
        ink = Float(median ?? 0) / 255
    }

    /// The ink, from 0 to 1, of a darkness: paper up to half of the threshold, black from the median ink on.
    func ink(of darkness: Float) -> Float {
        min(max((darkness - threshold / 2) / (ink - threshold / 2), 0), 1)
    }
}

extension Bitmap {
    /// The picture with each square of pixels made one, so that its longer side is at most `side` pixels.
    fileprivate func reduced(toLongerSide side: Int) -> Bitmap {
        let factor = (max(width, height) + side - 1) / side
        guard factor > 1 else { return self }
        let (newWidth, newHeight) = (max(width / factor, 1), max(height / factor, 1))
        let (across, down) = (min(factor, width), min(factor, height))
        var means: [UInt8] = []
        means.reserveCapacity(newWidth * newHeight * channels)
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                for channel in 0..<channels {
                    var sum = 0
                    for row in y * factor..<y * factor + down {
                        for column in x * factor..<x * factor + across {
                            sum += Int(pixels[(row * width + column) * channels + channel])
                        }
                    }
                    means.append(UInt8(sum / (across * down)))
                }
            }
        }
        return Bitmap(width: newWidth, height: newHeight, channels: channels, pixels: means)
    }
}

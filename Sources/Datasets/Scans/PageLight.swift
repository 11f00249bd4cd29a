/// How bright the bare paper of a page is at each place, whatever the lamp, a fold or a shadow make of it.
///
/// Of each tile of the page the bright pixels tell it; where ink hides the paper, the tiles around it do (a grey-scale closing,
/// Serra 1982, of the tiles), and between the tiles' centres it is interpolated.
struct PageLight {
    private let tile: Int
    private let columns: Int
    private let rows: Int
    /// [C][rows · columns], from 1 to 255.
    private let levels: [[Float]]

    /// Tiles along the longer side of a page.
    private static let tilesAlong = 24
    /// Ink of up to four tiles across, a sixth of the page, is seen through.
    private static let closingRadius = 2
    private static let bright = 0.9

    init(of page: Bitmap) {
        tile = max(4, (max(page.width, page.height) + Self.tilesAlong - 1) / Self.tilesAlong)
        columns = (page.width + tile - 1) / tile
        rows = (page.height + tile - 1) / tile
        let (tile, columns, rows) = (tile, columns, rows)
        levels = (0..<page.channels).map { channel in
            let bright = (0..<rows * columns).map { place in
                Self.brightLevel(
                    of: page, channel: channel, left: place % columns * tile, top: place / columns * tile, tile)
            }
            let map = TileMap(columns: columns, rows: rows, values: bright)
            let closed = map.filtered(radius: Self.closingRadius, by: max)
                .filtered(radius: Self.closingRadius, by: min)
            return closed.smoothed().smoothed().values.map { max($0, 1) }
        }
    }

    /// The level of paper, from 1 to 255, under a pixel.
    func level(channel: Int, x: Int, y: Int) -> Float {
        let (left, right, across) = neighbours(of: x, count: columns)
        let (top, bottom, down) = neighbours(of: y, count: rows)
        let values = levels[channel]
        let above = values[top * columns + left] * (1 - across) + values[top * columns + right] * across
        let below = values[bottom * columns + left] * (1 - across) + values[bottom * columns + right] * across
        return above * (1 - down) + below * down
    }

    /// The darkest, the median and the brightest level, each as a grey.
    var range: (darkest: Float, median: Float, brightest: Float) {
        let greys = levels[0].indices.map { place in
            levels.reduce(0) { $0 + $1[place] } / Float(levels.count)
        }.sorted()
        return (greys[0], greys[greys.count / 2], greys[greys.count - 1])
    }

    /// The tiles whose centres are on both sides of a pixel, and how far it is from the first to the second.
    private func neighbours(of pixel: Int, count: Int) -> (Int, Int, Float) {
        let place = (Float(pixel) + 0.5) / Float(tile) - 0.5
        let first = Int(place.rounded(.down))
        return (
            min(max(first, 0), count - 1), min(max(first + 1, 0), count - 1), place - Float(first)
        )
    }

    private static func brightLevel(of page: Bitmap, channel: Int, left: Int, top: Int, _ tile: Int) -> Float {
        var counts = [Int](repeating: 0, count: 256)
        let (right, bottom) = (min(left + tile, page.width), min(top + tile, page.height))
        for y in top..<bottom {
            for x in left..<right { counts[Int(page.pixels[(y * page.width + x) * page.channels + channel])] += 1 }
        }
        var above = Int(Double((right - left) * (bottom - top)) * (1 - bright))
        for level in stride(from: 255, through: 0, by: -1) {
            above -= counts[level]
            if above < 0 { return Float(level) }
        }
        return 0
    }
}

/// A value for each tile of a page.
private struct TileMap {
    let columns: Int
    let rows: Int
    let values: [Float]

    /// The largest or smallest value among the tiles at most `radius` away.
    func filtered(radius: Int, by choose: (Float, Float) -> Float) -> TileMap {
        combined(radius: radius) { $0.dropFirst().reduce($0[0], choose) }
    }

    /// The mean over the tile and those around it.
    func smoothed() -> TileMap {
        combined(radius: 1) { $0.reduce(0, +) / Float($0.count) }
    }

    private func combined(radius: Int, by combine: ([Float]) -> Float) -> TileMap {
        let found = values.indices.map { place in
            let (row, column) = (place / columns, place % columns)
            var near: [Float] = []
            for y in max(row - radius, 0)...min(row + radius, rows - 1) {
                for x in max(column - radius, 0)...min(column + radius, columns - 1) {
                    near.append(values[y * columns + x])
                }
            }
            return combine(near)
        }
        return TileMap(columns: columns, rows: rows, values: found)
    }
}

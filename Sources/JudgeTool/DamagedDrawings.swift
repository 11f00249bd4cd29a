import Datasets
package import Evaluation
package import GAN
import Torch

/// Real drawings of cats in three parts without one in common: trained on, held out, and such as a generator may have drawn;
/// the last are damaged.
package struct DamagedDrawings {
    package let real: RealDrawings
    private let undamaged: Drawings
    private let lions: Drawings
    private let birds: Drawings
    private let seed: UInt64

    /// The drawings that a perfect generator drew.
    private static let count = 2000

    /// From the folder `data` with `cat.npy`, `lion.npy` and `bird.npy`.
    package init(data: String, seed: UInt64) throws {
        func drawings(_ name: String, count: Int) throws -> Drawings {
            let dataset = try Dataset.open(["\(data)/\(name).npy"])
            let order = Permutation(count: dataset.count, seed: Mixing.seed(seed, use: 1)).prefix(count)
            return Drawings(
                values: try dataset.images(at: Array(order)), count: order.count, channels: 1,
                imageSize: dataset.imageSize)
        }
        let cats = try drawings("cat", count: .max)
        let others = (cats.count - Self.count) / 2
        undamaged = cats.part(0..<Self.count)
        real = RealDrawings(
            training: cats.part(Self.count..<Self.count + others),
            heldOut: cats.part(Self.count + others..<Self.count + 2 * others))
        lions = try drawings("lion", count: Self.count / 20)
        birds = try drawings("bird", count: Self.count)
        self.seed = seed
    }

    /// The drawings with this damage.
    package func drawings(_ damage: Damage) throws -> Drawings {
        switch damage {
        case .none: undamaged
        case .blur: undamaged.mapped(blurred)
        case .halvesSwapped: undamaged.withRightHalvesExchanged()
        case .hole: undamaged.mapped(withHole)
        case .fivePercentLions: lions.followed(by: undamaged.part(lions.count..<undamaged.count))
        case .modesDropped: try undamaged.part(ofModes: 2, of: 8)
        case .birds: birds
        case .tenPercentCopies:
            real.training.part(0..<undamaged.count / 10)
                .followed(by: undamaged.part(undamaged.count / 10..<undamaged.count))
        case .shiftedCopies: real.training.mapped(shifted)
        case .blurredCopies: real.training.mapped(blurred)
        case .allTheSame: undamaged.mapped { _, size in undamaged.image(0) }
        case .noise: undamaged.withPixelsExchanged(seed: seed)
        }
    }
}

/// A drawing is a row of `size`×`size` values.
private func blurred(_ image: ArraySlice<Float>, size: Int) -> [Float] {
    let weights: [Float] = [0.25, 0.5, 0.25]
    func value(_ y: Int, _ x: Int) -> Float {
        (0..<size).contains(y) && (0..<size).contains(x) ? image[image.startIndex + y * size + x] : -1
    }
    return (0..<size * size).map { place in
        var sum: Float = 0
        for dy in 0..<3 {
            for dx in 0..<3 { sum += weights[dy] * weights[dx] * value(place / size + dy - 1, place % size + dx - 1) }
        }
        return sum
    }
}

private func withHole(_ image: ArraySlice<Float>, size: Int) -> [Float] {
    let hole = (size - 8) / 2..<(size + 8) / 2
    return image.enumerated().map { place, value in
        hole.contains(place / size) && hole.contains(place % size) ? -1 : value
    }
}

private func shifted(_ image: ArraySlice<Float>, size: Int) -> [Float] {
    (0..<size * size).map { $0 % size == 0 ? -1 : image[image.startIndex + $0 - 1] }
}

extension Drawings {
    fileprivate var valuesPerImage: Int { channels * imageSize * imageSize }

    fileprivate func image(_ index: Int) -> [Float] {
        Array(values[index * valuesPerImage..<(index + 1) * valuesPerImage])
    }

    fileprivate func part(_ range: Range<Int>) -> Drawings {
        Drawings(
            values: Array(values[range.lowerBound * valuesPerImage..<range.upperBound * valuesPerImage]),
            count: range.count, channels: channels, imageSize: imageSize)
    }

    fileprivate func followed(by others: Drawings) -> Drawings {
        Drawings(
            values: values + others.values, count: count + others.count, channels: channels, imageSize: imageSize)
    }

    fileprivate func mapped(_ damage: (ArraySlice<Float>, Int) -> [Float]) -> Drawings {
        let images = (0..<count).flatMap {
            damage(values[$0 * valuesPerImage..<($0 + 1) * valuesPerImage], imageSize)
        }
        return Drawings(values: images, count: count, channels: channels, imageSize: imageSize)
    }

    fileprivate func withRightHalvesExchanged() -> Drawings {
        let images = (0..<count).flatMap { index in
            let other = image((index + 1) % count)
            return image(index).enumerated().map {
                $0.offset % imageSize < imageSize / 2 ? $0.element : other[$0.offset]
            }
        }
        return Drawings(values: images, count: count, channels: channels, imageSize: imageSize)
    }

    /// Each pixel from a drawing of its own, so that nothing is left of the drawings but how often a pixel is inked.
    fileprivate func withPixelsExchanged(seed: UInt64) -> Drawings {
        var images = values
        for pixel in 0..<valuesPerImage {
            let order = Permutation(count: count, seed: Mixing.seed(seed, use: 2, index: pixel))
            for (drawing, other) in order.enumerated() {
                images[drawing * valuesPerImage + pixel] = values[other * valuesPerImage + pixel]
            }
        }
        return Drawings(values: images, count: count, channels: channels, imageSize: imageSize)
    }

    /// The drawings of the first `kept` of `modes` clusters of pixels (Lloyd's algorithm from the first drawings).
    fileprivate func part(ofModes kept: Int, of modes: Int) throws -> Drawings {
        let pixels = try Tensor(values, shape: [count, valuesPerImage])
        let norms = try pixels.square().sum(dimensions: [1], keepingDimensions: true)
        var centres = try pixels.narrowed(dimension: 0, start: 0, length: modes)
        var clusters = [Int](repeating: 0, count: count)
        for _ in 0..<20 {
            let distances = try
                (norms - pixels.matmul(centres.transposed()) * 2
                + centres.square().sum(dimensions: [1]).reshaped([1, modes])).floats()
            clusters = (0..<count).map { drawing in
                (0..<modes).min { distances[drawing * modes + $0] < distances[drawing * modes + $1] } ?? 0
            }
            centres = try .concatenated(
                (0..<modes).map { mode in
                    let members = clusters.indices.filter { clusters[$0] == mode }
                    return try pixels.rows(at: Tensor(integers: members, shape: [members.count]))
                        .mean(dimensions: [0], keepingDimensions: true)
                })
        }
        let members = clusters.indices.filter { clusters[$0] < kept }
        return Drawings(
            values: members.flatMap(image), count: members.count, channels: channels, imageSize: imageSize)
    }
}

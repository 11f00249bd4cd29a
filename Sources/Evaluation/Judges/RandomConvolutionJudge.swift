public import GAN
import Torch

/// Two convolutions of random kernels, averaged over each quarter of the picture. It sees texture and where it lies, not
/// what is drawn, in pictures of any kind: the second opinion on doodles, and the first on colour.
public final class RandomConvolutionJudge: Judge {
    /// Name and version.
    public let name = "random convolutions 1"
    /// It knows none.
    public let categories: [String] = []
    private let kernels: [Tensor]

    /// For drawings of 1 or 3 channels.
    public init(channels: Int) throws {
        let random = try RandomGenerator(seed: 1)
        kernels = try [(16, channels), (24, 16)].map { output, input in
            let deviation = (2 / Double(input * 25)).squareRoot()
            return try random.normal([output, input, 5, 5]) * deviation
        }
    }

    /// Features of N drawings of any size, grey or in colour.
    public func look(at drawings: Drawings) throws -> Impression {
        var parts: [Tensor] = []
        try withoutGradients {
            try drawings.forEachBatch { batch in
                let maps = try kernels.reduce(batch) {
                    try $0.conv2d(kernel: $1, stride: 2, padding: .same).leakyReLU(slope: 0.2)
                }
                parts.append(try Self.quarterMeans(of: maps))
            }
        }
        return Impression(features: try .concatenated(parts), labels: [], outliers: [])
    }

    /// [N, C, H, W] -> [N, 4·C].
    private static func quarterMeans(of maps: Tensor) throws -> Tensor {
        func halves(_ maps: Tensor, _ dimension: Int) throws -> [Tensor] {
            let (extent, half) = (maps.shape[dimension], (maps.shape[dimension] + 1) / 2)
            return try [
                maps.narrowed(dimension: dimension, start: 0, length: half),
                maps.narrowed(dimension: dimension, start: extent - half, length: half),
            ]
        }
        let quarters = try halves(maps, 2).flatMap { try halves($0, 3) }
        return try .concatenated(quarters.map { try $0.mean(dimensions: [2, 3]) }, dimension: 1)
    }
}

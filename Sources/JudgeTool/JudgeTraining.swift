import Datasets
import Evaluation
import Foundation
import Networks
import Torch

/// Trains a ``DoodleClassifier``: cross-entropy, Adam with a rate that falls to zero along half a cosine, drawings shifted by
/// up to two pixels.
final class JudgeTraining {
    /// The indices of a tenth of each category's drawings.
    let heldOut: [Int]
    private let seen: [Int]
    private let dataset: Dataset
    private let seed: UInt64
    private let features: Network
    private let head: Network
    private let optimizer: Adam
    private let dropout: RandomGenerator
    private let random: RandomGenerator

    private static let batchSize = 128
    private static let stepSize = 1e-3
    private static let maximumShift = 2

    private enum Use {
        static let weights: UInt64 = 1
        static let dropout: UInt64 = 2
        static let shifts: UInt64 = 3
        static let heldOut: UInt64 = 4
        static let order: UInt64 = 5
    }

    init(on dataset: Dataset, seed: UInt64) throws {
        self.dataset = dataset
        self.seed = seed
        var (seen, heldOut) = ([Int](), [Int]())
        for category in dataset.categories.indices {
            let indices = dataset.indices(ofCategory: category)
            let order = Permutation(
                count: indices.count, seed: Mixing.seed(seed, use: Use.heldOut, index: category))
            heldOut += order.prefix(indices.count / 10).map { indices.lowerBound + $0 }
            seen += order.dropFirst(indices.count / 10).map { indices.lowerBound + $0 }
        }
        (self.seen, self.heldOut) = (seen, heldOut)
        let weights = try RandomGenerator(seed: Mixing.seed(seed, use: Use.weights))
        features = try Network(DoodleClassifier.features, named: "features", random: weights)
        head = try Network(
            DoodleClassifier.head(categories: dataset.categories.count), named: "head", random: weights)
        optimizer = try Adam(parameters: features.parameters + head.parameters, stepSize: Self.stepSize)
        dropout = try RandomGenerator(seed: Mixing.seed(seed, use: Use.dropout))
        random = try RandomGenerator(seed: Mixing.seed(seed, use: Use.shifts))
    }

    /// Trains on all drawings but the held-out ones once, and returns the mean loss in nats.
    func epoch(_ epoch: Int, of epochs: Int) throws -> Double {
        let order = Permutation(count: seen.count, seed: Mixing.seed(seed, use: Use.order, index: epoch))
        let batches = (seen.count + Self.batchSize - 1) / Self.batchSize
        var sum = 0.0
        for batch in 0..<batches {
            let progress = (Double(epoch - 1) + Double(batch) / Double(batches)) / Double(epochs)
            optimizer.stepSize = Self.stepSize * 0.5 * (1 + cos(.pi * progress))
            let places = order[batch * Self.batchSize..<min((batch + 1) * Self.batchSize, seen.count)]
            sum += try step(places.map { seen[$0] }) * Double(places.count)
        }
        return sum / Double(seen.count)
    }

    /// The share of the held-out drawings that are recognised.
    func accuracy() throws -> Double {
        let classes = dataset.categories.count + 1
        let logits = try withoutGradients { try head(features(of: heldOut), .inference).floats() }
        let right = heldOut.enumerated().count { place, index in
            let row = logits[place * classes..<(place + 1) * classes]
            return row.indices.max { row[$0] < row[$1] } == row.startIndex + dataset.label(at: index)
        }
        return Double(right) / Double(heldOut.count)
    }

    /// The features of drawings `indices`, [N, D].
    private func features(of indices: [Int]) throws -> Tensor {
        try withoutGradients {
            try .concatenated(
                stride(from: 0, to: indices.count, by: 256).map { start in
                    let part = Array(indices[start..<min(start + 256, indices.count)])
                    return try features(Tensor(dataset.images(at: part), shape: shape(part.count)), .inference)
                })
        }
    }

    /// Rounds the weights to bfloat16 and writes the judge.
    func write(to path: String, epochs: Int) throws {
        try withoutGradients {
            for weight in features.weights + head.weights {
                try weight.tensor.copy(from: weight.tensor.cast(to: .bfloat16))
            }
        }
        let rounded = try (features.weights + head.weights).map {
            NamedTensor(name: $0.name, tensor: try $0.tensor.detached().cast(to: .bfloat16))
        }
        let metadata = [
            "version": "1",
            "categories": dataset.categories.map(\.name).joined(separator: ","),
            "heldOutAccuracy": String(format: "%.4f of %d drawings", try accuracy(), heldOut.count),
            "training": "\(epochs) epochs, seed \(seed), \(seen.count) drawings",
            "attribution": "Trained on the Quick, Draw! dataset, made available by Google, Inc. under CC BY 4.0",
        ]
        try Safetensors.write(tensors: rounded, metadata: metadata, to: path)
    }

    private func step(_ indices: [Int]) throws -> Double {
        let drawings = try shifted(Tensor(dataset.images(at: indices), shape: shape(indices.count)))
        let others = try NoDrawings.make(Self.batchSize / 32, of: drawings, random: random)
        let images = try Tensor.concatenated([drawings, others])
        let nothing = [Int](repeating: dataset.categories.count, count: others.shape[0])
        let labels = try Tensor(integers: indices.map(dataset.label) + nothing, shape: [images.shape[0]])
        let mode = Network.Mode.training(random: dropout)
        let loss = try head(features(images, mode), mode).softmaxCrossEntropy(labels: labels).mean()
        try optimizer.step(gradients: gradients(of: loss, withRespectTo: optimizer.parameters.map(\.tensor)))
        return try loss.scalar()
    }

    /// The batch's quarters, each shifted by as much at random, with paper at the edge.
    private func shifted(_ images: Tensor) throws -> Tensor {
        let (count, size) = (images.shape[0], DoodleClassifier.size)
        let margin = Self.maximumShift
        let padded = try images.padded(top: margin, bottom: margin, left: margin, right: margin, value: -1)
        let part = (count + 3) / 4
        return try .concatenated(
            stride(from: 0, to: count, by: part).map { start in
                let offsets = try random.uniform([2], from: 0, to: Double(2 * margin + 1)).floats().map { Int($0) }
                return try padded.narrowed(dimension: 0, start: start, length: min(part, count - start))
                    .narrowed(dimension: 2, start: min(offsets[0], 2 * margin), length: size)
                    .narrowed(dimension: 3, start: min(offsets[1], 2 * margin), length: size)
            })
    }

    private func shape(_ count: Int) -> [Int] { [count, 1, DoodleClassifier.size, DoodleClassifier.size] }
}

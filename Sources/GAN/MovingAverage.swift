import Foundation
public import Networks
public import Torch

/// A moving average of a generator's weights, which draws more steadily than the weights of any one step
/// (Yazıcı et al. 2019, "The Unusual Effectiveness of Averaging in GAN Training").
public final class MovingAverage {
    /// The generator that has the averaged weights.
    public let generator: Network
    /// How soon it forgets.
    public let memory: Memory

    /// How soon the average forgets.
    public enum Memory: Sendable, Equatable {
        /// A step keeps so much of the average; less at first, as in `tf.train.ExponentialMovingAverage`, so that the
        /// first weights are soon forgotten: min(decay, (1 + step) / (10 + step)).
        case decay(Double)
        /// Weights count half after so many images, at first after a twentieth of those seen so far (Karras et al. 2020,
        /// "Training Generative Adversarial Networks with Limited Data").
        case halfLife(images: Double)

        /// What the `step`-th step, counted from 1, keeps after a batch of `images`, the last of `imagesSeen`.
        func kept(step: Int, images: Int, imagesSeen: Int) -> Double {
            switch self {
            case .decay(let decay): min(decay, Double(1 + step) / Double(10 + step))
            case .halfLife(let halfLife): pow(0.5, Double(images) / min(halfLife, 0.05 * Double(imagesSeen)))
            }
        }
    }

    /// An average that begins at the weights of `source`.
    public init(of source: Network, memory: Memory) throws {
        let weights = Dictionary(uniqueKeysWithValues: source.weights.map { ($0.name, $0.tensor) })
        generator = try Network(source.description, named: "generator", precision: source.precision) { weight in
            guard let tensor = weights["generator.\(weight.name)"] else {
                throw NetworkError("the generator has no weight \(weight.name)")
            }
            return try tensor.detached().cloned()
        }
        self.memory = memory
    }

    /// Moves the average towards the weights of `source` after its `step`-th step, counted from 1, on a batch of
    /// `images`, the last of `imagesSeen`. Batch normalisation's own moving moments are taken as they are.
    public func update(from source: Network, step: Int, images: Int, imagesSeen: Int) throws {
        let kept = memory.kept(step: step, images: images, imagesSeen: imagesSeen)
        try withoutGradients {
            for (average, parameter) in zip(generator.parameters, source.parameters) {
                try average.tensor.multiply(by: kept)
                try average.tensor.add(parameter.tensor, scale: 1 - kept)
            }
            for (average, buffer) in zip(generator.buffers, source.buffers) {
                try average.tensor.copy(from: buffer.tensor)
            }
        }
    }

    /// Replaces batch normalisation's moving moments, which belong to other weights, by those that the averaged weights
    /// make of `batches` of latents `[N, Z]`, of the classes `labels` `[N, K]` where it takes these.
    public func estimateMoments(from batches: [Tensor], labels: Tensor? = nil) throws {
        try withoutGradients {
            for (count, latents) in batches.enumerated() {
                _ = try generator(latents, labels: labels, .estimatingMoments(batchesBefore: count))
            }
        }
    }

    /// The averaged weights, named as in checkpoints: `average.dense.kernel`.
    public var weights: [NamedTensor] {
        generator.weights.map { weight in
            NamedTensor(name: "average" + weight.name.dropFirst("generator".count), tensor: weight.tensor)
        }
    }
}

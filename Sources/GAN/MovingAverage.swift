public import Networks
public import Torch

/// A moving average of a generator's weights, which draws more steadily than the weights of any one step
/// (Yazıcı et al. 2019, "The Unusual Effectiveness of Averaging in GAN Training").
public final class MovingAverage {
    /// The generator that has the averaged weights.
    public let generator: Network
    /// How much of the average a step keeps.
    public let decay: Double

    /// An average that begins at the weights of `source`.
    public init(of source: Network, decay: Double) throws {
        let weights = Dictionary(uniqueKeysWithValues: source.weights.map { ($0.name, $0.tensor) })
        generator = try Network(source.description, named: "generator", precision: source.precision) { weight in
            guard let tensor = weights["generator.\(weight.name)"] else {
                throw NetworkError("the generator has no weight \(weight.name)")
            }
            return try tensor.detached().cloned()
        }
        self.decay = decay
    }

    /// Moves the average towards the weights of `source` after its `step`-th step, counted from 1.
    ///
    /// The decay begins low, as in `tf.train.ExponentialMovingAverage`, so that the first weights are soon forgotten:
    /// min(decay, (1 + step) / (10 + step)). Batch normalisation's own averages are taken as they are.
    public func update(from source: Network, step: Int) throws {
        let decay = min(decay, Double(1 + step) / Double(10 + step))
        try withoutGradients {
            for (average, parameter) in zip(generator.parameters, source.parameters) {
                try average.tensor.multiply(by: decay)
                try average.tensor.add(parameter.tensor, scale: 1 - decay)
            }
            for (average, buffer) in zip(generator.buffers, source.buffers) {
                try average.tensor.copy(from: buffer.tensor)
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

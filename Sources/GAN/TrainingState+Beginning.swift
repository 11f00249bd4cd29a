import Networks
import Runs
import Torch

extension TrainingState {
    /// Takes over the newest weights of `run`, whose networks must be of the same layers and sizes. Those that belong to
    /// classes stay as they are where `run` has others.
    ///
    /// Throws ``CheckpointError``, before anything is changed, and `ConfigurationError` where `run` has no weights yet.
    func begin(from run: RunDirectory) throws {
        var parts: [(targets: [NamedTensor], tensors: [NamedTensor], path: String)] = []
        for (kind, network) in [(NetworkKind.generator, generator), (.discriminator, discriminator)] {
            let weights = try NetworkWeights(kind, of: run)
            let isShared = { (tensor: NamedTensor) in weights.classes == self.classes || !tensor.isOfClasses }
            parts.append((network.weights.filter(isShared), weights.tensors.filter(isShared), run.weightsPath(kind)))
        }
        for part in parts { try checkRestorable(part.targets, from: part.tensors, at: part.path) }
        for part in parts { try GAN.restore(part.targets, from: part.tensors, at: part.path) }
        guard let average else { return }
        for (target, source) in zip(average.generator.weights, generator.weights) {
            try target.tensor.copy(from: source.tensor)
        }
    }
}

extension NamedTensor {
    /// Whether there is a part of it for each class.
    fileprivate var isOfClasses: Bool {
        name.hasSuffix("\(ClassEmbedding.kind).kernel") || name.hasSuffix("\(ClassProjection.kind).embedding")
    }
}

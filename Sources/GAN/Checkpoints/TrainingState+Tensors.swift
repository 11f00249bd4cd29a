import Networks
import Torch

extension TrainingState {
    /// All tensors of a checkpoint, by name. The generators' states are copies; all others are the state's own.
    func tensors() throws -> [NamedTensor] {
        var tensors = generator.weights + discriminator.weights
        tensors += generatorOptimizer.state + discriminatorOptimizer.state
        tensors += average?.weights ?? []
        tensors.append(NamedTensor(name: "gridLatents", tensor: gridLatents))
        tensors.append(NamedTensor(name: "random.latents", tensor: try latentRandom.state()))
        tensors.append(NamedTensor(name: "random.dropout", tensor: try dropoutRandom.state()))
        return tensors
    }

    /// What the networks are, by their kinds' names.
    var networks: [String: NetworkDescription] {
        [
            NetworkKind.generator.rawValue: generator.description,
            NetworkKind.discriminator.rawValue: discriminator.description,
        ]
    }

    /// The steps that each network's optimizer has taken.
    var optimizerSteps: [String: Int64] {
        [
            NetworkKind.generator.rawValue: generatorOptimizer.stepCount,
            NetworkKind.discriminator.rawValue: discriminatorOptimizer.stepCount,
        ]
    }

    /// Takes over `tensors` and `progress`, and the optimizers' steps, which are the run's where nothing says otherwise.
    /// Changes nothing where the tensors are not those of this state.
    func restore(
        _ tensors: [NamedTensor], progress: TrainingProgress, optimizerSteps: [String: Int64]?, from path: String
    ) throws {
        let targets = try self.tensors()
        try GAN.restore(targets, from: tensors, at: path)
        for target in targets where target.name == "random.latents" { try latentRandom.restore(target.tensor) }
        for target in targets where target.name == "random.dropout" { try dropoutRandom.restore(target.tensor) }
        for (kind, optimizer) in [
            (NetworkKind.generator, generatorOptimizer), (.discriminator, discriminatorOptimizer),
        ] {
            optimizer.stepCount = max(0, optimizerSteps?[kind.rawValue] ?? Int64(progress.step))
        }
        self.progress = progress
    }
}

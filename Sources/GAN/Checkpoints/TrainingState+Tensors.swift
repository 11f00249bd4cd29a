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

    /// Takes over `tensors` and `progress`. Changes nothing where the tensors are not those of this state.
    func restore(_ tensors: [NamedTensor], progress: TrainingProgress, from path: String) throws {
        let targets = try self.tensors()
        try GAN.restore(targets, from: tensors, at: path)
        for target in targets where target.name == "random.latents" { try latentRandom.restore(target.tensor) }
        for target in targets where target.name == "random.dropout" { try dropoutRandom.restore(target.tensor) }
        generatorOptimizer.stepCount = Int64(progress.step)
        discriminatorOptimizer.stepCount = Int64(progress.step)
        self.progress = progress
    }
}

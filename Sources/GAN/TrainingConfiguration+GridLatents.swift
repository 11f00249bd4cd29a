public import Runs
import Torch

extension TrainingConfiguration {
    /// The latents, [Z] each, of the run's sample grids, row by row. On other devices than the CPU a run draws others.
    public func gridLatents() throws -> [[Float]] {
        guard Self.latentSizes.contains(latentSize) else {
            throw ConfigurationError("latent-size is \(latentSize); expected a whole number from 1 to 65536")
        }
        let random = try RandomGenerator(seed: seed(of: .gridLatents))
        let latents = try random.normal([gridClasses.count, latentSize]).floats()
        return (0..<gridClasses.count).map { Array(latents[$0 * latentSize..<($0 + 1) * latentSize]) }
    }
}

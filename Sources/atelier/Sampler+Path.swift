import Foundation
import GAN
import Interchange
import Runs
import Torch

extension Sampler {
    /// Loads a generator from what a user names: the file of its weights, which Atelier or Keras wrote, or a run's folder,
    /// of which `choice` says which weights.
    convenience init(path: String, _ choice: WeightsChoice, device: Device) throws {
        switch URL(fileURLWithPath: path).pathExtension.lowercased() {
        case "safetensors": try self.init(weights: path, device: device)
        case "h5", "keras": try self.init(KerasFile.readGenerator(path), device: device)
        default: try self.init(RunDirectory.open(path), choice, device: device)
        }
    }
}

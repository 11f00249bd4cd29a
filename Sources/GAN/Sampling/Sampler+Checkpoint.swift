import Foundation
import Networks
public import Runs
public import Torch

extension Sampler {
    /// Loads the generator that a run drew with when it wrote the checkpoint at the end of `epoch`.
    ///
    /// Throws `ConfigurationError` where there is no such checkpoint, `SafetensorsError` and ``CheckpointError``.
    public convenience init(_ run: RunDirectory, epoch: Int, device: Device = .cpu) throws {
        let epochs = try run.checkpointEpochs()
        guard epochs.contains(epoch) else {
            let kept = epochs.map(String.init).joined(separator: ", ")
            throw ConfigurationError(
                "\(run.path) has no checkpoint of epoch \(epoch); "
                    + (epochs.isEmpty ? "it has none yet: train on first" : "kept are those of epochs \(kept)"))
        }
        let path = run.checkpointPath(epoch: epoch)
        let configuration = try run.configuration()
        let file = try Safetensors.read(path, checksum: CRC32.self)
        let network =
            try CheckpointFolder.generator(in: file)
            ?? configuration.networks.generator(of: configuration.imageShape())
        let tensors = file.tensors
        let isAveraged = tensors.contains { $0.name.hasPrefix("average.") }
        let prefix = isAveraged ? "average." : "generator."
        let names = try Set(network.weights().map(\.name))
        let weights = tensors.compactMap { tensor -> NamedTensor? in
            guard tensor.name.hasPrefix(prefix) else { return nil }
            let name = String(tensor.name.dropFirst(prefix.count))
            // The optimizer's moments have longer names.
            return names.contains(name) ? NamedTensor(name: "generator.\(name)", tensor: tensor.tensor) : nil
        }
        try self.init(
            NetworkWeights(
                .generator, network: network, tensors: weights, classes: configuration.classes, from: path),
            device: device)
    }
}

extension RunDirectory {
    /// The epochs at whose end a checkpoint was written that is still there, in order.
    public func checkpointEpochs() throws -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: checkpointsPath)) ?? []
        return names.compactMap { $0.wholeMatch(of: /epoch-(\d+)\.safetensors/).flatMap { Int($0.1) } }
            .sorted()
    }

    func checkpointPath(epoch: Int) -> String {
        "\(checkpointsPath)/epoch-\(String(format: "%04d", epoch)).safetensors"
    }
}

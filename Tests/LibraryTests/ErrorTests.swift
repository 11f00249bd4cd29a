import Atelier
import Foundation
import Testing

/// `localizedDescription`, which programs show, is the sentence.
@Suite struct ErrorTests {
    @Test func localizedDescriptionsAreTheSentences() throws {
        let errors: [any Error & CustomStringConvertible] = [
            ConfigurationError("width is 0; expected a whole number from 1 to 1024"),
            DatasetError(.missing, path: "cat.npy", "is not there, expected a file; name another"),
            EvaluationError("there is nothing to compare with"),
            NetworkError("dense has 0 units; expected 1 or more"),
            SafetensorsError(path: "generator.safetensors", message: "is cut short"),
            TorchError(code: .invalidArgument, operation: "conv2d", message: "expected 3 channels, got 1"),
            TrainingError.diverged(network: "generator", step: 7, checkpoint: nil),
        ]
        for error in errors { #expect(error.localizedDescription == error.description) }
    }

    /// Those that are thrown and not made.
    @Test func thrownErrorsToo() async throws {
        let bench = try Workbench()
        let run = try await bench.run()
        func message(_ body: () throws -> Any) -> (String, String) {
            do {
                return ("\(try body())", "")
            } catch {
                return (error.localizedDescription, "\(error)")
            }
        }
        let file = bench.folder + "/weights.safetensors"
        try Safetensors.write(tensors: [], metadata: [:], to: file)
        let thrown = [
            message { try Sampler(weights: file) }, message { try KerasFile.readGenerator(file) },
            message { try Sampler(run, epoch: 9) }, message { try PNG.decode(contentsOf: file) },
            message { try NetworkWeights(.generator, of: run).write(to: bench.folder + "/none/generator.safetensors") },
        ]
        for (localized, description) in thrown { #expect(localized == description && localized.contains(bench.folder)) }
    }
}

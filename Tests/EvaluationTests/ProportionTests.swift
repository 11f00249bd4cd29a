import Datasets
import Evaluation
import Foundation
import GAN
import Runs
import Testing

/// What a run that tells categories apart draws to be judged.
@Suite struct ProportionTests {
    /// A `.npy` file of `count` drawings of 16×16 pixels, all of one grey.
    private func drawings(_ count: Int, _ grey: UInt8) -> Data {
        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(count), 16, 16), }"
        header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
        return Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0]) + Data(header.utf8)
            + Data(repeating: grey, count: count * 256)
    }

    @Test func categoriesAreDrawnAsOftenAsTheDataHasThem() async throws {
        let folder = NSTemporaryDirectory() + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var configuration = TrainingConfiguration()
        for (name, count, grey) in [("many", 30, UInt8(200)), ("some", 10, 60)] {
            let path = "\(folder)/\(name).npy"
            try drawings(count, grey).write(to: URL(fileURLWithPath: path))
            configuration.sources.append(path)
        }
        (configuration.unconditional, configuration.width, configuration.latentSize) = (false, 4, 8)
        (configuration.batchSize, configuration.epochs, configuration.threads) = (8, 1, 1)
        let run = try await Trainer(configuration, runsFolder: folder + "/runs").train(emit: { _ in }).run
        let sampler = try Sampler(run)
        #expect(sampler.classes == ["many", "some"])
        let latents = try sampler.latents(count: 100, seed: 5)
        func drawn(_ classes: [Int]) throws -> [Float] {
            try sampler.draw(latents, labels: sampler.labels(of: classes)).values
        }
        let inProportion = (0..<100).map { $0 < 75 ? 0 : 1 }
        #expect(try sampler.draw(count: 100, seed: 5, asIn: run).values == drawn(inProportion))
        // Where the data is gone, in turn.
        try FileManager.default.removeItem(atPath: configuration.sources[0])
        #expect(try sampler.draw(count: 100, seed: 5, asIn: run).values == drawn((0..<100).map { $0 % 2 }))
    }
}

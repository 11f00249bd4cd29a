import Foundation
import GAN
import Runs
import Studio
import Testing

/// A generator that was imported alone is drawn with, and nothing else.
@Suite struct ImportedRunTests {
    private static let run = "/api/runs/00002-alone"

    private func asked(_ body: @Sendable @escaping (Asker) async throws -> Void) async throws {
        let folder = try RunsFolder()
        let trained = try await folder.train(epochs: 1)
        let generator = try NetworkWeights(.generator, of: trained)
        _ = try ImportedRun(generator: generator, discriminator: nil, configuration: TrainingConfiguration())
            .create(in: folder.path, name: "alone")
        try await Studio.of(folder).asked(body)
    }

    @Test func itIsNotBroken() async throws {
        try await asked { asker in
            let summary = try await asker.get(Self.run).object
            #expect(summary["state"] as? String == "finished" && summary["reason"] == nil)
            #expect(summary["hasWeights"] as? Bool == true && summary["hasDiscriminator"] as? Bool == false)
            #expect(summary["canResume"] as? Bool == false && summary["totalEpochs"] == nil)
            let other = try await asker.get("/api/runs/00001-discs").object
            #expect(other["hasDiscriminator"] as? Bool == true && other["canResume"] as? Bool == true)
            let resumed = try await asker.post(Self.run + "/resume", "{}")
            #expect(resumed.code == "not-resumable" && resumed.detail.contains("without drawings to train on"))
        }
    }

    @Test func itDrawsAndIsNotJudged() async throws {
        try await asked { asker in
            let drawn = try await asker.get(Self.run + "/drawings?seed=7&count=3")
            let same = try await asker.get("/api/runs/00001-discs/drawings?seed=7&count=3")
            let pixels = [drawn, same].map { answer in
                (answer.object["drawings"] as? [[String: Any]])?.compactMap { $0["pixels"] as? String } ?? []
            }
            #expect(pixels[0].count == 3 && pixels[0] == pixels[1])
            for file in ["drawings.png?count=4", "morph.gif?from=7:0&to=7:1&frames=2", "walk.gif?frames=3&count=1"] {
                #expect(try await asker.get("\(Self.run)/\(file)").status == 200, "\(file)")
            }
            let critique = try await asker.post(Self.run + "/critique", #"{"drawing":{"latent":"7:0"}}"#)
            #expect(critique.code == "no-weights-yet" && critique.detail.contains("imported alone"))
            let nearest = try await asker.post(Self.run + "/nearest", #"{"drawing":{"latent":"7:0"}}"#)
            #expect(nearest.status == 422 || nearest.status == 409, "\(nearest.text)")
        }
    }
}

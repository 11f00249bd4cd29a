import Atelier
import Foundation
import Testing

/// The Swift of `docs/library.md`: run here or in an example, and compared with the page.
@Suite struct LibraryPageTests {
    @Test func drawingRuns() async throws {
        let bench = try Workbench()
        bench.configuration.sources = [try bench.file(count: 20, size: 28)]
        let run = try await Trainer(bench.configuration, runsFolder: bench.runsFolder).train().run

        let service = try DrawingService(run)  // or DrawingService(weights: "generator.safetensors")
        let png = try await service.png(seed: 7, scale: 4)
        let drawings = try await service.images(count: 16, seed: 7)
        let values = drawings.values  // [16, 1, 28, 28], from -1 (paper) to 1 (ink)

        var pixels = [Float](repeating: 0, count: 16 * 28 * 28)
        var span = pixels.mutableSpan
        try await service.draw(into: &span, seed: 7)

        #expect(pixels == values && png.count > 60)
    }

    @Test func trainingRuns() async throws {
        let bench = try Workbench()
        let runs = bench.runsFolder
        let file = try bench.file(count: 100, size: 16)

        var configuration = TrainingConfiguration(preset: .fine)
        configuration.sources = [file]
        configuration.minutes = 0.01
        let trainer = try Trainer(
            configuration, runsFolder: runs, observers: [RunRecorder()], evaluator: DistanceEvaluator())
        let events = trainer.events()
        for try await event in events {
            switch event {
            case .step(let measurement): print(measurement.step, measurement[.generatorLoss] ?? 0)
            case .epoch(let summary): print(summary.sample)
            case .started, .notice, .stopped: print(event)
            }
        }
        let run = try await events.outcome.run

        #expect(try EventLog.epochs(of: run).isEmpty == false)
    }

    @Test func thePageShowsTheseLines() throws {
        let here = URL(fileURLWithPath: #filePath)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        func text(_ file: String) throws -> String {
            try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
        }
        let page = try text("docs/library.md")
        let sources = try [
            "Tests/LibraryTests/LibraryPageTests.swift", "Examples/Extending/Sources/Extending/Extending.swift",
            "Examples/Extending/Package.swift",
        ].map(text).joined()
        let tested = Set(sources.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
        let blocks = page.split(separator: "```swift\n").dropFirst().compactMap { $0.split(separator: "```").first }
        #expect(blocks.count == 10)
        for line in blocks.flatMap({ $0.split(separator: "\n") }) {
            let run = line.replacing("[\"quickdraw:cat\"]", with: "[file]").replacing("\"runs\"", with: "runs")
                .replacing("= 20", with: "= 0.01").replacing("../atelier", with: "../..")
            #expect(tested.contains(run.trimmingCharacters(in: .whitespaces)), "\(line)")
        }
    }
}

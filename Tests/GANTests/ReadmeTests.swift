import Foundation
import GAN
import Runs
import Testing

/// The README's Swift lines: run, and compared with what the README says.
@Suite struct ReadmeTests {
    @Test func libraryLinesRun() async throws {
        let tiny = try TinyRun(drawings: 70, size: 28)
        let (file, runs) = (tiny.path, tiny.runsFolder)

        var configuration = TrainingConfiguration(preset: .quick)
        configuration.sources = [file]
        configuration.epochs = 2
        let trainer = try Trainer(configuration, runsFolder: runs)
        let run = try await trainer.train { event in print(event) }.run

        let drawings = try Sampler(run).draw(count: 16, seed: 7)
        let pixels = drawings.values  // [16, 1, 28, 28], from -1 (paper) to 1 (ink)

        #expect(pixels.count == 16 * 28 * 28)
        #expect(try run.configuration().epochs == 2)
    }

    /// But for the names of file and folder, the lines above are the README's.
    @Test(arguments: ["README.md", "README.zh-CN.md"])
    func libraryLinesAreTheReadmes(readme: String) throws {
        let here = URL(fileURLWithPath: #filePath)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent(readme), encoding: .utf8)
        let blocks = text.split(separator: "```swift\n").dropFirst().compactMap { $0.split(separator: "```").first }
        let block = try #require(blocks.first { $0.contains("Trainer(") })
        let lines = block.split(separator: "\n").filter { !$0.hasPrefix("import ") }
        let source = try String(contentsOf: here, encoding: .utf8)
        #expect(lines.count > 6)
        for line in lines {
            let tested = line.replacing("[\"cat.npy\"]", with: "[file]").replacing("\"runs\"", with: "runs")
            #expect(source.contains("        \(tested)\n"), "\(line)")
        }
    }
}

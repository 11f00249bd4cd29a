import Atelier
import Foundation
import Testing

/// The README's Swift lines: run, and compared with what the README says.
@Suite struct ReadmeTests {
    @Test func libraryLinesRun() async throws {
        let bench = try Workbench()
        let (file, runs, picture) = (try bench.file(count: 70, size: 28), bench.runsFolder, bench.folder + "/cat.png")

        var configuration = TrainingConfiguration(preset: .quick)
        configuration.sources = [file]
        configuration.epochs = 2
        let run = try await Trainer(configuration, runsFolder: runs).train { print($0) }.run
        let png = try await DrawingService(run).png(seed: 7, scale: 4)
        try Data(png).write(to: URL(filePath: picture))

        let bitmap = try PNG.decode(contentsOf: picture)
        #expect(bitmap.width == 112 && bitmap.height == 112)
        #expect(try run.configuration().epochs == 2)
    }

    /// But for the names of files and folders, the lines above are the README's.
    @Test(arguments: ["README.md", "README.zh-CN.md"])
    func libraryLinesAreTheReadmes(readme: String) throws {
        let block = try block(of: readme, with: "Trainer(")
        let lines = block.split(separator: "\n").filter { !$0.hasPrefix("import ") }
        let source = try String(contentsOf: Self.here, encoding: .utf8)
        #expect(lines.count == 6)
        for line in lines {
            let tested = line.replacing("[\"cat.npy\"]", with: "[file]").replacing("\"runs\"", with: "runs")
                .replacing("\"cat.png\"", with: "picture")
            #expect(source.contains("        \(tested)\n"), "\(line)")
        }
    }

    /// The README's manifest is that of an example, which `make package-test` builds, but for names and the path.
    @Test(arguments: ["README.md", "README.zh-CN.md"])
    func theManifestIsAnExamples(readme: String) throws {
        let shown = try block(of: readme, with: "PackageDescription")
            .replacing("my-drawings", with: "extending").replacing("MyDrawings", with: "Extending")
            .replacing("../atelier", with: "../..")
        let example = try text(of: "Examples/Extending/Package.swift")
        #expect(example.split(separator: "\n").filter { !$0.hasPrefix("// A package") } == shown.split(separator: "\n"))
    }

    private static let here = URL(fileURLWithPath: #filePath)

    private func text(of file: String) throws -> String {
        let root = Self.here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
    }

    private func block(of readme: String, with text: String) throws -> Substring {
        let blocks = try self.text(of: readme).split(separator: "```swift\n").dropFirst()
        return try #require(blocks.compactMap { $0.split(separator: "```").first }.first { $0.contains(text) })
    }
}

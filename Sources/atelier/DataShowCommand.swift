import ArgumentParser
import Datasets
import Files
import Foundation
import Runs

struct DataShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Count, measure and draw what a source holds.",
        discussion: """
            Examples:
              atelier data show cat.npy
              atelier data show drawings/ --json
              atelier data show fashion-mnist --categories sneaker,bag -o sheet.png
            """)

    @Argument(help: "Files, folders, quickdraw:NAME or fashion-mnist.")
    var sources: [String]

    @Option(name: .shortAndLong, help: "Write a sheet of 64 drawings to this PNG file.")
    var output: String?

    @Option(help: "Side of the images in pixels, a multiple of 4; the data's own if left out.")
    var imageSize: Int?

    @Option(help: "These categories only, separated by commas.")
    var categories: String?

    @Option(name: .customLong("data"), help: "Folder in which fashion-mnist is looked for.")
    var dataFolder: String?

    @Flag(help: "The drawings are light on dark: turn paper and ink around.")
    var invert = false

    @Flag(help: "Turn rows into columns, as EMNIST needs it.")
    var transpose = false

    @Flag(help: "Pass over files of a folder that cannot be read.")
    var skipDamaged = false

    @Flag(help: "Of Quick, Draw!'s strokes take those only that its network recognised.")
    var recognizedOnly = false

    @Flag(help: "Print what was measured as JSON.")
    var json = false

    func run() async throws {
        try await fetchMissing(sources)
        var options = DatasetOptions(
            imageSize: imageSize, categories: categories.map([String].init(separatedByCommas:)) ?? [],
            dataFolder: dataFolder)
        options.isInverted = invert
        options.isTransposed = transpose
        options.skipsDamaged = skipDamaged
        options.recognizedOnly = recognizedOnly
        let dataset = try Dataset.open(sources, options: options)
        for notice in dataset.notices { Console.tell("note: \(notice)\n") }
        let summary = try DatasetSummary(of: dataset)
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try Console.print(String(decoding: try encoder.encode(summary), as: UTF8.self))
        } else {
            try printSummary(summary)
            if isatty(STDOUT_FILENO) == 1 { try printDrawings(of: dataset) }
        }
        if let output {
            let sheet = try ContactSheet(columns: 8).draw(
                images: images(64, of: dataset), channels: dataset.channels, height: dataset.imageSize,
                width: dataset.imageSize)
            try AtomicFile.write(try PNG.encode(sheet), to: output)
            if !json { try Console.print("\(output): \(min(64, dataset.count)) drawings") }
        }
    }

    /// At most `count` drawings, spread over all categories in a random order that is always the same.
    private func images(_ count: Int, of dataset: Dataset) throws -> [Float] {
        try dataset.images(at: Array(Permutation(count: dataset.count, seed: 0).prefix(count)))
    }

    private func printDrawings(of dataset: Dataset) throws {
        let lines = try HalfBlocks.lines(
            images: images(4, of: dataset), channels: dataset.channels, height: dataset.imageSize,
            width: dataset.imageSize, terminalWidth: Terminal.width,
            style: Terminal.showsColours ? .colour : .plain)
        try Console.print(lines.joined(separator: "\n"))
    }

    private func printSummary(_ summary: DatasetSummary) throws {
        let colour = summary.channels == 1 ? "grey" : "colour"
        try Console.print("\(counted(summary.count, "drawing")), \(summary.imageSize)×\(summary.imageSize), \(colour)")
        for category in summary.categories {
            try Console.print(
                String(
                    format: "  %@: %d drawings, mean ink %.3f, inked %.1f %% of pixels, values %.2f to %.2f",
                    category.category.name, category.category.count, category.meanInk, category.inkedFraction * 100,
                    category.minimum, category.maximum))
        }
        if summary.sampleCount < summary.count {
            try Console.print("Ink was measured on at most \(summary.samplesPerCategory) drawings of each category.")
        }
    }
}

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
              atelier data show scans/ -o before-and-after.png
            """)

    @Argument(help: "Files, folders, quickdraw:NAME or fashion-mnist.")
    var sources: [String]

    @Option(
        name: .shortAndLong,
        help: "Write a sheet of 64 drawings to this PNG file; of scans, of 32 before and after they were cleaned.")
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

    @Flag(help: "Leave scanned drawings as they are: grey paper, margins and all.")
    var keepPaper = false

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
        options.keepsPaper = keepPaper
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
            let sheet = try sheet(of: dataset, options)
            try AtomicFile.write(try PNG.encode(sheet.picture), to: output)
            if !json { try Console.print("\(output): \(sheet.description)") }
        }
    }

    /// The drawings; where they were scanned, each beside what the scan itself would have come to.
    private func sheet(
        of dataset: Dataset, _ options: DatasetOptions
    ) throws -> (picture: Bitmap, description: String) {
        let side = dataset.imageSize
        func sheet(_ images: [Float], channels: Int) throws -> Bitmap {
            try ContactSheet(columns: 8).draw(images: images, channels: channels, height: side, width: side)
        }
        guard !dataset.scannedCategories.isEmpty else {
            let picture = try sheet(images(64, of: dataset), channels: dataset.channels)
            return (picture, "\(min(64, dataset.count)) drawings")
        }
        var untouched = options
        untouched.keepsPaper = true
        untouched.imageSize = side
        let before = try Dataset.open(sources, options: untouched)
        let channels = max(before.channels, dataset.channels)
        let pairs = zip(
            try images(32, of: before).inChannels(channels, of: before),
            try images(32, of: dataset).inChannels(channels, of: dataset))
        let picture = try sheet(pairs.flatMap { $0 + $1 }, channels: channels)
        return (picture, "\(min(32, dataset.count)) drawings, before on the left and after on the right")
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

extension [Float] {
    /// Each drawing of `dataset` by itself, grey ones with their channel `channels` times.
    fileprivate func inChannels(_ channels: Int, of dataset: Dataset) -> [[Float]] {
        stride(from: 0, to: count, by: dataset.valuesPerImage).map { start in
            let drawing = self[start..<start + dataset.valuesPerImage]
            return [[Float]](repeating: Array(drawing), count: channels / dataset.channels).flatMap(\.self)
        }
    }
}

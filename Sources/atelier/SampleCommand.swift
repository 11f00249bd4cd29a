import ArgumentParser
import Datasets
import Files
import Foundation
import GAN
import Runs
import Torch

struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Draw with a trained generator.",
        discussion: """
            The same seed gives the same drawings.

            Examples:
              atelier sample runs/00003-cat-tutorial
              atelier sample runs/00003-cat-tutorial --count 64 --seed 7 --columns 8 -o cats.png
              atelier sample runs/00003-cat-tutorial --count 100 --separate cats/
              atelier sample runs/00003-cat-tutorial --count 10000 -o cats.npy
              atelier sample runs/00003-cat-tutorial --interpolate 60 -o walk.gif
              atelier sample runs/00004-2-categories-fine --category cat
              atelier sample generator.keras -o - | display
            """)

    @Argument(
        help: ArgumentHelp("The run's folder, or a generator's .safetensors, .h5 or .keras file.", valueName: "run"))
    var path: String

    @Option(help: "How many drawings.")
    var count = 16

    @Option(
        help: """
            Draw these categories only, separated by commas, a row each in turn; with --interpolate, drawings turn from \
            one into the next.
            """)
    var category: String?

    @Option(help: "Seed of the latents.")
    var seed: UInt64 = 0

    @Option(help: "Drawings side by side.")
    var columns = 4

    @Option(
        help: """
            Pixels of the picture, a side, to a pixel of a drawing; if left out, as many as make a sheet about 480 pixels \
            wide, and 1 with --separate.
            """)
    var scale: Int?

    @Option(
        name: .shortAndLong,
        help: """
            The file: a .png, or a .gif with --interpolate; an .npy of bytes, 0 for paper to 255 for ink; - for standard \
            output. drawings.png, or walk.gif, if left out.
            """)
    var output: String?

    @Option(help: "Write each drawing to a PNG file of its own in this folder, which has no drawings in it yet.")
    var separate: String?

    @Option(help: "Make a GIF of so many frames in which each drawing walks through latents and back.")
    var interpolate: Int?

    @Option(help: "best or newest: of a run that judges its drawings, the weights of the best epoch or of the last.")
    var weights = WeightsChoice.best

    @Option(help: "cpu, cuda, cuda:1 or mps.")
    var device = "cpu"

    /// So many drawings are made and written at a time, to bound memory.
    private static let batchCount = 1024

    private var isArray: Bool { output?.lowercased().hasSuffix(".npy") == true }

    func validate() throws {
        guard (1...1_000_000).contains(count) else {
            throw ValidationError("--count is \(count); expected a whole number from 1 to 1000000")
        }
        guard (1...1000).contains(columns) else {
            throw ValidationError("--columns is \(columns); expected a whole number from 1 to 1000")
        }
        if let scale, !(1...64).contains(scale) {
            throw ValidationError("--scale is \(scale); expected a whole number from 1 to 64")
        }
        if let interpolate, !(2...1000).contains(interpolate) {
            throw ValidationError("--interpolate is \(interpolate); expected a whole number of frames from 2 to 1000")
        }
        guard separate == nil || (interpolate == nil && output == nil) else {
            throw ValidationError("--separate writes a folder of its own; leave out --interpolate and -o")
        }
        guard scale == nil || !isArray else {
            throw ValidationError("--scale is for pictures; leave it out where -o is an .npy file")
        }
        try validateOutput()
    }

    private func validateOutput() throws {
        guard let output else { return }
        guard output != "-" else {
            guard isatty(STDOUT_FILENO) == 0 else {
                throw ValidationError(
                    "-o is -, and standard output is a terminal, which shows no picture; lead it to a file or a program"
                )
            }
            return
        }
        let endings = interpolate == nil ? [".png", ".npy"] : [".gif"]
        guard endings.contains(where: output.lowercased().hasSuffix) else {
            throw ValidationError(
                "-o is \(output); expected a name that ends in \(endings.joined(separator: " or ")), or -")
        }
    }

    func run() throws {
        let sampler = try Sampler(path: path, weights, device: Device(flag: device))
        let categories = try DrawnCategories(category, of: sampler, from: path)
        try checkSheet(of: sampler)
        if let separate {
            try write(sampler, categories, toFolder: separate)
        } else if let output, isArray {
            try write(sampler, categories, toArray: output)
        } else if let interpolate {
            let frames = try sampler.walk(
                count: count, frames: interpolate, seed: seed,
                labels: { categories.labels(count: count, columns: columns, turned: category == nil ? nil : $0) },
                { try $0.sheet(columns: columns, scale: scale) })
            let film = try GIF.encode(frames: frames, delayCentiseconds: 6, lastFrameDelayCentiseconds: 6)
            try write(film, to: output ?? "walk.gif", "\(interpolate) frames")
        } else {
            let drawings = try sampler.draw(
                sampler.latents(count: count, seed: seed), labels: categories.labels(count: count, columns: columns))
            let sheet = try PNG.encode(drawings.sheet(columns: columns, scale: scale))
            try write(sheet, to: output ?? "drawings.png", counted(count, "drawing"))
        }
    }

    /// Throws where all drawings do not fit on a sheet, before they are computed.
    private func checkSheet(of sampler: Sampler) throws {
        guard separate == nil, !isArray else { return }
        let side = sampler.images.size
        do {
            try ContactSheet(columns: columns, scale: scale).check(count: count, height: side, width: side)
        } catch {
            throw ConfigurationError(
                "\(error), by --count or --scale; --separate FOLDER and -o drawings.npy take any number")
        }
    }

    private func write(_ bytes: [UInt8], to file: String, _ what: String) throws {
        if file == "-" { return try Console.print(bytes) }
        try AtomicFile.write(bytes, to: file)
        try Console.print("\(file): \(what), seed \(seed)")
    }

    private func write(_ sampler: Sampler, _ categories: DrawnCategories, toArray file: String) throws {
        let images = sampler.images
        try AtomicFile.write(to: file) { writer in
            try writer.write(
                NPY.header(count: count, height: images.size, width: images.size, channels: images.channels))
            try draw(sampler, categories) { try writer.write($0.levels) }
        }
        try Console.print("\(file): \(counted(count, "drawing")), seed \(seed)")
    }

    private func write(_ sampler: Sampler, _ categories: DrawnCategories, toFolder folder: String) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        if let older = names.filter({ $0.wholeMatch(of: /drawing-\d{6}\.png/) != nil }).min() {
            throw ConfigurationError(
                "--separate is \(folder), which has drawings in it already, such as \(older); name another folder, or"
                    + " remove them")
        }
        try Folders.make(folder)
        var index = 0
        try draw(sampler, categories) { drawings in
            for place in 0..<drawings.count {
                let name = String(format: "drawing-%06d.png", index)
                let picture = try drawings.bitmap(at: place, scale: scale ?? 1)
                try AtomicFile.write(try PNG.encode(picture), to: "\(folder)/\(name)")
                index += 1
            }
        }
        try Console.print("\(folder): \(counted(count, "drawing")), seed \(seed)")
    }

    /// Calls `body` with the drawings, some at a time, in their order; the categories change from one to the next.
    private func draw(
        _ sampler: Sampler, _ categories: DrawnCategories, _ body: (Drawings) throws -> Void
    ) throws {
        let latents = try sampler.latentStream(seed: seed)
        for start in stride(from: 0, to: count, by: Self.batchCount) {
            let places = start..<min(start + Self.batchCount, count)
            let labels = places.compactMap { categories.label(ofRow: $0) }
            let drawings = try sampler.draw(
                try places.map { _ in try latents.next() }, labels: labels.isEmpty ? nil : labels)
            try body(drawings)
        }
    }
}

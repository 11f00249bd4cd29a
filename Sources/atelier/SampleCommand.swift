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
              atelier sample runs/00003-cat-tutorial --interpolate 60 -o walk.gif
              atelier sample runs/00004-2-categories-fine --category cat
            """)

    @Argument(help: ArgumentHelp("The run's folder, or a generator.safetensors.", valueName: "run"))
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

    @Option(name: .shortAndLong, help: "The picture's file; drawings.png, or walk.gif for --interpolate, if left out.")
    var output: String?

    @Option(help: "Write each drawing to a PNG file of its own in this folder, a pixel a pixel.")
    var separate: String?

    @Option(help: "Make a GIF of so many frames in which each drawing walks through latents and back.")
    var interpolate: Int?

    @Option(help: "best or newest: of a run that judges its drawings, the weights of the best epoch or of the last.")
    var weights = WeightsChoice.best

    @Option(help: "cpu, cuda, cuda:1 or mps.")
    var device = "cpu"

    func validate() throws {
        guard (1...1_000_000).contains(count) else {
            throw ValidationError("--count is \(count); expected a whole number from 1 to 1000000")
        }
        guard (1...1000).contains(columns) else {
            throw ValidationError("--columns is \(columns); expected a whole number from 1 to 1000")
        }
        if let interpolate, !(2...1000).contains(interpolate) {
            throw ValidationError("--interpolate is \(interpolate); expected a whole number of frames from 2 to 1000")
        }
        guard separate == nil || (interpolate == nil && output == nil) else {
            throw ValidationError("--separate writes a folder of its own; leave out --interpolate and -o")
        }
        if let output {
            let ending = interpolate == nil ? ".png" : ".gif"
            guard output.lowercased().hasSuffix(ending) else {
                throw ValidationError("-o is \(output); expected a name that ends in \(ending)")
            }
        }
    }

    func run() throws {
        let device = try Device(flag: device)
        let sampler =
            path.hasSuffix(".safetensors")
            ? try Sampler(weights: path, device: device) : try Sampler(RunDirectory.open(path), weights, device: device)
        let categories = try DrawnCategories(category, of: sampler, from: path)
        if let interpolate {
            let frames = try sampler.walk(
                count: count, frames: interpolate, seed: seed,
                labels: { categories.labels(count: count, columns: columns, turned: category == nil ? nil : $0) },
                { try $0.sheet(columns: columns) })
            let file = output ?? "walk.gif"
            try AtomicFile.write(
                try GIF.encode(frames: frames, delayCentiseconds: 6, lastFrameDelayCentiseconds: 6), to: file)
            try Console.print("\(file): \(interpolate) frames, seed \(seed)")
            return
        }
        let drawings = try sampler.draw(
            sampler.latents(count: count, seed: seed),
            labels: categories.labels(count: count, columns: separate == nil ? columns : 1))
        if let separate {
            try write(drawings, to: separate)
        } else {
            let file = output ?? "drawings.png"
            try AtomicFile.write(try PNG.encode(drawings.sheet(columns: columns)), to: file)
            try Console.print("\(file): \(count) drawings, seed \(seed)")
        }
    }

    private func write(_ drawings: Drawings, to folder: String) throws {
        try Folders.make(folder)
        for index in 0..<drawings.count {
            let name = String(format: "drawing-%06d.png", index)
            try AtomicFile.write(try PNG.encode(drawings.bitmap(at: index)), to: "\(folder)/\(name)")
        }
        try Console.print("\(folder): \(drawings.count) drawings, seed \(seed)")
    }
}

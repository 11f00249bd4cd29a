import ArgumentParser
import Datasets
import Evaluation
import Files
import Foundation
import GAN
import Runs
import Torch

struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Judge how good drawings are.",
        usage: "atelier evaluate RUN|FILE|FOLDER [--against SOURCE] [options]",
        discussion: """
            Judges what a run draws, or drawings of any program: a .npy file or a folder of pictures. A run's drawings are
            compared with the run's own data, others with --against. docs/explanation/evaluation.md explains the figures.

            Examples:
              atelier evaluate runs/00003-cat-quick
              atelier evaluate runs/00003-cat-quick --all-epochs
              atelier evaluate drawings.npy --against cat.npy
            """)

    @Argument(
        help: ArgumentHelp("The run's folder, a .npy file of drawings, or a folder of pictures.", valueName: "run"))
    var path: String

    @Option(help: "Of a run: judge the generator of the checkpoint of this epoch.")
    var checkpoint: Int?

    @Flag(help: "Of a run: judge the generators of all checkpoints that are kept.")
    var allEpochs = false

    @Option(help: "How many drawings, at most.")
    var count = 5000

    @Option(help: "Seed of the latents, and of what is compared with what.")
    var seed: UInt64 = 0

    @Option(help: "Real drawings to compare with: a file, a folder, quickdraw:NAME or fashion-mnist.")
    var against: String?

    @Option(
        name: .shortAndLong, help: "Folder for the pictures and figures; evaluation, in the run's folder, if left out.")
    var output: String?

    @Flag(help: "Print what was found as JSON.")
    var json = false

    @Option(help: "cpu, cuda, cuda:1 or mps: where a run's generator draws.")
    var device = "cpu"

    func validate() throws {
        guard (Evaluation.fewest...100_000).contains(count) else {
            throw ValidationError(
                "--count is \(count); expected a whole number from \(Evaluation.fewest) to 100000")
        }
        guard checkpoint == nil || !allEpochs else {
            throw ValidationError("--checkpoint and --all-epochs are two things to ask for; leave out one")
        }
    }

    func run() async throws {
        let run = isRun ? try RunDirectory.open(path) : nil
        guard run != nil || (checkpoint == nil && !allEpochs) else {
            throw ConfigurationError(
                "\(path) is no run, and so has no checkpoints; leave out --checkpoint and --all-epochs")
        }
        let subject = try Subject(path, run: run, checkpoint: checkpoint, device: Device(flag: device))
        let drawings = try subject.drawings(count: count, seed: seed)
        let real = try await RealDrawings(source: against, run: run, size: drawings.imageSize, seed: seed)
        // Most of what follows are small operations: threads would wait for each other longer than they work.
        try Runtime.setThreadCount(1)
        var (evaluation, pictures) = try Evaluation.evaluate(drawings, against: real, seed: seed)
        if allEpochs, let run { evaluation = evaluation.with(try history(of: run, real)) }
        let folder = output ?? (run.map { "\($0.path)/evaluation" } ?? "evaluation")
        try Folders.make(folder)
        try AtomicFile.write(try PNG.encode(pictures.nearest()), to: "\(folder)/nearest.png")
        try AtomicFile.write(try PNG.encode(pictures.convincing()), to: "\(folder)/convincing.png")
        let found = try evaluation.json()
        try AtomicFile.write(found, to: "\(folder)/evaluation.json")
        if json {
            try Console.print(found, terminator: "")
        } else {
            try Console.print(evaluation.report(of: subject.name))
            try Console.print("\(folder)/nearest.png: above, drawings; below, the training drawings nearest to them")
            try Console.print("\(folder)/convincing.png: above, the most convincing; below, the least")
            try Console.print("\(folder)/evaluation.json: all figures, for programs and for the studio")
        }
    }

    private func history(of run: RunDirectory, _ real: RealDrawings) throws -> EpochHistory {
        let meter = try DistanceMeter(against: real, count: count, seed: seed)
        let device = try Device(flag: device)
        let epochs = try run.checkpointEpochs().map { epoch in
            let drawings = try Sampler(run, epoch: epoch, device: device)
                .draw(count: meter.count, seed: seed, asIn: run)
            return JudgedEpoch(epoch, distance: try meter.distance(of: drawings))
        }
        return EpochHistory(judge: meter.judge, count: meter.count, epochs: epochs)
    }

    private var isRun: Bool { FileManager.default.fileExists(atPath: path + "/config.json") }
}

/// What is judged.
private enum Subject {
    case generator(Sampler, RunDirectory?, name: String)
    case dataset(Dataset, name: String)

    init(_ path: String, run: RunDirectory?, checkpoint: Int?, device: Device) throws {
        if let run {
            let sampler =
                try checkpoint.map { try Sampler(run, epoch: $0, device: device) } ?? Sampler(run, device: device)
            self = .generator(sampler, run, name: checkpoint.map { "\(run.name), epoch \($0)" } ?? run.name)
        } else if path.hasSuffix(".safetensors") {
            self = .generator(try Sampler(weights: path, device: device), nil, name: path)
        } else {
            self = .dataset(try Dataset.open([path]), name: path)
        }
    }

    var name: String {
        switch self {
        case .generator(_, _, let name), .dataset(_, let name): name
        }
    }

    func drawings(count: Int, seed: UInt64) throws -> Drawings {
        switch self {
        case .generator(let sampler, let run?, _): try sampler.draw(count: count, seed: seed, asIn: run)
        case .generator(let sampler, nil, _): try sampler.draw(count: count, seed: seed)
        case .dataset(let dataset, _): try Drawings(dataset, count: count, seed: seed)
        }
    }
}

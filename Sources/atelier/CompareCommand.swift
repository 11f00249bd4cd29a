import ArgumentParser
import Datasets
import Evaluation
import Files
import GAN
import Runs
import Torch

struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Set runs side by side: how good their drawings are, how soon, and which settings differ.",
        discussion: """
            All runs are compared with the same real drawings, those of the first run or of --against. Where figures differ by
            less than two standard errors, the runs do not differ; one seed a setting proves little. How soon a run came near
            to real drawings is what it found itself while it trained, beside those that it held out.

            Examples:
              atelier compare runs/00003-cat-quick runs/00004-cat-quick
              atelier compare runs/* --against cat.npy --json
            """)

    @Argument(help: ArgumentHelp("The runs' folders.", valueName: "run"))
    var paths: [String]

    @Option(help: "How many drawings of each run, at most.")
    var count = 5000

    @Option(help: "Seed of the latents, and of the real drawings that are compared with.")
    var seed: UInt64 = 0

    @Option(help: "Real drawings to compare with: a file, a folder, quickdraw:NAME or fashion-mnist.")
    var against: String?

    @Option(name: .shortAndLong, help: "The picture's file, a row of drawings a run.")
    var output = "compare.png"

    @Flag(help: "Print what was found as JSON.")
    var json = false

    @Option(help: "cpu, cuda, cuda:1 or mps: where the generators draw.")
    var device = "cpu"

    private static let columns = 12

    func validate() throws {
        guard (Evaluation.fewest...100_000).contains(count) else {
            throw ValidationError(
                "--count is \(count); expected a whole number from \(Evaluation.fewest) to 100000")
        }
        guard paths.count > 1 else { throw ValidationError("one run is named; expected at least two to compare") }
        guard output.lowercased().hasSuffix(".png") else {
            throw ValidationError("-o is \(output); expected a name that ends in .png")
        }
    }

    func run() async throws {
        let runs = try paths.map(RunDirectory.open)
        let device = try Device(flag: device)
        let samplers = try runs.map { try Sampler($0, device: device) }
        for (run, sampler) in zip(runs, samplers) where sampler.images != samplers[0].images {
            throw ConfigurationError(
                "\(run.path) draws \(sampler.images) \(runs[0].path) \(samplers[0].images); expected runs of one size and colour"
            )
        }
        let real = try await RealDrawings(source: against, run: runs[0], size: samplers[0].images.size, seed: seed)
        let meter = try DistanceMeter(against: real, count: count, seed: seed)
        var compared: [RunComparison.Run] = []
        var drawn: [String: [Float]] = [:]
        for (run, sampler) in zip(runs, samplers) {
            let drawings = try sampler.draw(count: max(meter.count, Self.columns), seed: seed, asIn: run)
            compared.append(
                RunComparison.Run(
                    run.name, metrics: try meter.metrics(of: drawings), configuration: try run.configuration(),
                    epochs: try EventLog.epochs(of: run)))
            drawn[run.name] = Array(drawings.values.prefix(drawings.values.count / drawings.count * Self.columns))
        }
        let comparison = RunComparison(judge: meter.judge, count: meter.count, runs: compared)
        let images = samplers[0].images
        let sheet = try ContactSheet(columns: Self.columns).draw(
            images: comparison.runs.flatMap { drawn[$0] ?? [] }, channels: images.channels, height: images.size,
            width: images.size)
        try AtomicFile.write(try PNG.encode(sheet), to: output)
        if json {
            try Console.print(comparison.json(), terminator: "")
        } else {
            try Console.print(comparison.report)
            try Console.print("\(output): a row a run, in this order")
        }
    }
}

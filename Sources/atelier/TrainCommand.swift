import ArgumentParser
import Datasets
import Evaluation
import Foundation
import GAN
import Interchange
import Runs
import Torch

struct TrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a generator and a discriminator on drawings.",
        usage: "atelier train SOURCE… [--preset quick|fine|best|tutorial] [options]",
        discussion: """
            A source is a .npy file, an IDX file, a folder of these or of PNG images, quickdraw:NAME, or fashion-mnist.
            Ctrl-C saves; `atelier resume` goes on.

            Examples:
              atelier train quickdraw:cat
              atelier train quickdraw:cat --preset tutorial
              atelier train drawings/ --image-size 32 --preset quick --name mine
              atelier train drawings/ --from runs/00003-cat-fine
              atelier train cat.npy dog.npy --epochs 20 --seed 7 --dry-run
            """)

    @Argument(help: "Files, folders, quickdraw:NAME or fashion-mnist.")
    var sources: [String] = []

    @Option(
        help: """
            Settings to start from: \
            \(Preset.allCases.map { "\($0.rawValue), \($0.summary)" }.joined(separator: "; ")). Default: fine.
            """)
    var preset: String?

    @Option(help: "Begin with the weights of this run, on these drawings; its networks and image size are taken over.")
    var from: String?

    @Option(help: "JSON file with settings, such as another run's config.json; flags change what it says.")
    var config: String?

    @OptionGroup(title: "Settings")
    var options: TrainingOptions

    @Option(help: "Folder of all runs; each gets a numbered folder in it.")
    var out = "runs"

    @Option(help: "Name of the run, after its number; its data and preset if left out.")
    var name: String?

    @Flag(help: "Check everything and print the configuration; train nothing.")
    var dryRun = false

    @Flag(help: "Print events as JSON, one a line.")
    var json = false

    @Flag(help: "Serve the studio while this trains; its address is printed.")
    var studio = false

    func run() async throws {
        if studio, !dryRun { return try await trainWithStudio(runsFolder: absolutePath(out)) }
        let configuration = try settings()
        try configuration.validate()
        _ = try Device(flag: configuration.device)
        try await fetchMissing(configuration.sources)
        let trainer = try Trainer(
            configuration, runsFolder: absolutePath(out), name: name, from: from.map(RunDirectory.open),
            observers: [RunRecorder()], evaluator: DistanceEvaluator())
        if dryRun {
            for notice in trainer.notices { Console.tell("note: \(notice)\n") }
            try Console.print(trainer.configuration.json(), terminator: "")
        } else {
            try await runTraining(trainer, json: json)
        }
    }

    /// Defaults < preset < JSON file < flags.
    private func settings() throws -> TrainingConfiguration {
        var configuration = TrainingConfiguration(preset: .fine)
        if let preset {
            guard let known = Preset(rawValue: preset) else {
                let names = Preset.allCases.map(\.rawValue).joined(separator: " or ")
                throw ConfigurationError("--preset is \(preset); expected \(names)")
            }
            configuration = TrainingConfiguration(preset: known)
        }
        if let from { configuration.adoptNetworks(of: try RunDirectory.open(from).configuration()) }
        if let config { try configuration.overlay(file: config) }
        try options.apply(to: &configuration)
        if !sources.isEmpty { configuration.sources = sources.map(absoluteSource) }
        return configuration
    }
}

func absolutePath(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
}

/// A source as it can be found again from any folder.
func absoluteSource(_ text: String) -> String {
    guard case .path(let path)? = try? SourceName(text) else { return text }
    return absolutePath(path)
}

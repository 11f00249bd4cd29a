import ArgumentParser
import Datasets
import Evaluation
import GAN
import Interchange
import Runs
import Torch

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a run that was stopped, or for more epochs.",
        usage: "atelier resume RUN [SOURCE…] [options]",
        discussion: """
            How long it is, the number of threads and what is kept can be changed; the other settings are the run's own.
            A number of epochs, minutes or steps is that of the whole run.

            Examples:
              atelier resume runs/00003-cat-tutorial
              atelier resume runs/00003-cat-tutorial --epochs 200
              atelier resume runs/00003-cat-tutorial moved/cat.npy
            """)

    @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"))
    var path: String

    @Argument(
        help: ArgumentHelp(
            "Where the run's drawings are now, if they were moved: a checksum tells that they are the same.",
            valueName: "source"))
    var sources: [String] = []

    @Flag(help: "Go on with other drawings than the run's, on purpose.")
    var otherData = false

    @OptionGroup(title: "Settings")
    var options: ResumingOptions

    @Flag(help: "Print events as JSON, one a line.")
    var json = false

    func run() async throws {
        let directory = try RunDirectory.open(path)
        var configuration = try directory.configuration()
        try options.apply(to: &configuration)
        if !sources.isEmpty { configuration.sources = sources.map(absoluteSource) }
        _ = try Device(flag: configuration.device)
        try await fetchMissing(sources)
        let trainer = try trainer(directory, configuration)
        try await runTraining(trainer, json: json)
    }

    private func trainer(_ run: RunDirectory, _ configuration: TrainingConfiguration) throws -> Trainer {
        do {
            return try Trainer(
                resuming: run, configuration: configuration, acceptingOtherData: otherData,
                observers: [RunRecorder()], evaluator: DistanceEvaluator())
        } catch let error as DatasetError where error.kind == .missing && sources.isEmpty {
            throw DatasetError(
                .missing, path: error.path,
                "\(error.message); if the drawings were moved: atelier resume \(path.shellQuoted) SOURCE")
        }
    }
}

import ArgumentParser
import Evaluation
import GAN
import Interchange
import Runs
import Torch

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a run that was stopped, or for more epochs.",
        discussion: """
            How long, on how many threads and how much is kept can be changed; other settings must be the run's own.

            Examples:
              atelier resume runs/00003-cat-tutorial
              atelier resume runs/00003-cat-tutorial --epochs 200
            """)

    @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"))
    var path: String

    @OptionGroup(title: "Settings")
    var options: TrainingOptions

    @Flag(help: "Print events as JSON, one a line.")
    var json = false

    func run() async throws {
        let directory = try RunDirectory.open(path)
        var configuration = try directory.configuration()
        try options.apply(to: &configuration)
        _ = try Device(flag: configuration.device)
        let trainer = try Trainer(
            resuming: directory, configuration: configuration, observers: [RunRecorder()],
            evaluator: DistanceEvaluator())
        try await runTraining(trainer, json: json)
    }
}

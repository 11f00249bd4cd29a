import ArgumentParser

@main
struct JudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "atelier-judge",
        abstract: "Make the judge of drawings, and measure what it sees.",
        subcommands: [TrainJudge.self, MeasureDamages.self])
}

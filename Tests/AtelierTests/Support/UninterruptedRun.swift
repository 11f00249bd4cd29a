/// A run that nothing interrupted, trained once, for tests to compare others with.
enum UninterruptedRun {
    static let drawings = DrawingFiles.discs(804)

    /// 101 steps an epoch, the last of 4 drawings: long enough to be met inside one.
    static func arguments(settings: String) -> [String] {
        Workshop.trainArguments("many.npy", ["--config", settings, "--epochs", "4", "--average-decay", "0.9"])
    }

    /// The bytes of its files, by their path in its folder.
    static let files = Result {
        let workshop = try Workshop()
        try workshop.write(drawings, "many.npy")
        let result = try workshop.run(arguments(settings: workshop.writeSettings()))
        guard result.status == 0 else { throw Failure(errors: result.errors) }
        return workshop.files(in: workshop.onlyRun())
    }

    struct Failure: Error {
        let errors: String
    }
}

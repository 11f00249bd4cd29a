/// A run of one epoch that tests copy, so that not each trains its own.
enum TrainedRun {
    static let name = "runs/00001-disc-tutorial"

    /// The bytes of its files, by their path in the workshop.
    private static let files = Result {
        let workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(16), "disc.npy")
        let result = try workshop.train("disc.npy", "--epochs", "1")
        guard result.status == 0 else { throw Failure(errors: result.errors) }
        return workshop.contents()
    }

    private struct Failure: Error {
        let errors: String
    }

    /// Puts the run and its data into `workshop`. Its configuration names data elsewhere: it can be drawn with, but not
    /// be resumed.
    static func copy(into workshop: Workshop) throws {
        for (name, bytes) in try files.get() { try workshop.write(bytes, name) }
    }
}

import Runs

/// What is left of a run that goes on.
struct RemainingTraining {
    private let run: RunDirectory
    /// What it was asked for, and what that comes to on this machine.
    private let asked: TrainingConfiguration
    private let planned: TrainingConfiguration
    private let progress: TrainingProgress

    init(
        of run: RunDirectory, _ progress: TrainingProgress, asked: TrainingConfiguration,
        planned: TrainingConfiguration
    ) {
        self.run = run
        self.progress = progress
        self.asked = asked
        self.planned = planned
    }

    /// Why nothing is left, with what would change that; nil where something is.
    var end: String? {
        let done = "\(run.path) has trained \(counted(progress.epoch, "epoch")) (\(counted(progress.step, "step")))"
        if let steps = planned.maxSteps, progress.step >= steps {
            return "\(done), and --max-steps, the total, is \(steps); give more than \(progress.step)"
        }
        if progress.epoch >= planned.epochs ?? 0 {
            guard let minutes = asked.minutes, asked.epochs == nil else {
                return "\(done), and --epochs, the total, is \(planned.epochs ?? 0); give more than \(progress.epoch)"
            }
            return
                "\(done), and --minutes, the total, is \(Float(minutes)), which is \(counted(planned.epochs ?? 0, "epoch"))"
                + " on this machine; give more, or --epochs of more than \(progress.epoch)"
        }
        if planned.hasLostPatience(progress.best), let patience = planned.patience {
            return
                "\(done), and its drawings were no better in \(counted(patience, "evaluation")), as --patience has it;"
                + " give more than \(patience)"
        }
        return nil
    }

    /// Throws `ConfigurationError` where nothing is left although another length was asked for than the run's own.
    func checkLength(against own: TrainingConfiguration) throws {
        let isOwn =
            (asked.epochs, asked.minutes) == (own.epochs, own.minutes)
            && (asked.maxSteps, asked.patience) == (own.maxSteps, own.patience)
        if let end, !isOwn { throw ConfigurationError("nothing is left to train: \(end)") }
    }
}

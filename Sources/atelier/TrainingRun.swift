import ArgumentParser
import Foundation
import GAN
import Interchange
import Runs

/// Trains to the end or until a signal, shows how it goes, and says what can be done next.
func runTraining(_ trainer: Trainer, json: Bool) async throws {
    Interruption.handleSignals()
    let reporter: any ProgressReporter =
        if json {
            JSONReporter()
        } else if Terminal.canRedraw(STDOUT_FILENO) {
            TerminalReporter()
        } else {
            PlainReporter()
        }
    let recorder = RunRecorder(trainer.configuration)
    let outcome = try await trainer.train(
        shouldStop: { Interruption.exitStatus != nil },
        emit: { event in
            try recorder.record(event)
            reporter.report(event)
        })

    let run = shownPath(outcome.run.path).shellQuoted
    let tool = CommandLine.arguments[0].shellQuoted
    switch outcome.reason {
    case .finished:
        if !json {
            let more = try outcome.run.configuration().maxSteps == nil ? "--epochs" : "--max-steps"
            let shown = shownPath(outcome.run.path)
            Console.show(
                """
                Drawings: \(shown)/samples/ and, as a film, \(shown)/samples.gif
                To try next:
                  \(tool) sample \(run) --count 64 --columns 8 -o drawings.png
                  \(tool) sample \(run) --interpolate 60 -o walk.gif
                  \(tool) resume \(run) \(more) N

                """)
        }
    case .interrupted:
        Console.tell("atelier: stopped and saved; go on with: \(tool) resume \(run)\n")
        throw ExitCode(Interruption.exitStatus ?? 130)
    }
}

/// `path` as a person would type it here.
func shownPath(_ path: String) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
}

import ArgumentParser
import Foundation
import GAN
import Runs

/// Trains to the end or until a signal, shows how it goes, and says what can be done next.
func runTraining(_ trainer: Trainer, json: Bool) async throws {
    // Writing to a closed pipe fails, rather than ends the process.
    signal(SIGPIPE, SIG_IGN)
    let reporter: any ProgressReporter =
        if json {
            JSONReporter()
        } else if Terminal.canRedraw(STDOUT_FILENO) {
            TerminalReporter()
        } else {
            PlainReporter()
        }
    let (outcome, signalStatus) = try await cancellingOnSignal {
        Console.tell("\natelier: saving after this step; once more to stop at once\n")
    } _: {
        try await trainer.train { reporter.report($0) }
    }

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
    case .interrupted, .failed:
        Console.tell("atelier: stopped and saved; go on with: \(tool) resume \(run)\n")
        throw ExitCode(signalStatus ?? 130)
    }
}

/// `path` as a person would type it here.
func shownPath(_ path: String) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
}

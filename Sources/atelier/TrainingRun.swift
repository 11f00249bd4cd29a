import ArgumentParser
import Datasets
import Evaluation
import Foundation
import GAN
import Runs
import Torch

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
        try await trainer.train { event in
            reporter.report(event)
            if case .started(let start) = event, !json { warnOfTooFewSteps(start, trainer.configuration) }
        }
    }

    let run = shownPath(outcome.run.path).shellQuoted
    let tool = CommandLine.arguments[0].shellQuoted
    switch outcome.reason {
    case .finished:
        if !json {
            await showWhatCameOut(of: outcome.run)
            let more = try outcome.run.configuration().maxSteps == nil ? "--epochs" : "--max-steps"
            let shown = shownPath(outcome.run.path)
            Console.show(
                """
                Drawings: \(shown)/samples/ and, as a film, \(shown)/samples.gif
                To try next:
                  \(tool) sample \(run) --count 64 --columns 8 -o drawings.png
                  \(tool) sample \(run) --interpolate 60 -o walk.gif
                  \(tool) studio\(runsFlag(outcome.run)) --open
                  \(tool) resume \(run) \(more) N

                """)
        }
    case .interrupted, .failed:
        Console.tell("atelier: stopped and saved; go on with: \(tool) resume \(run)\n")
        throw ExitCode(signalStatus ?? 130)
    }
}

/// `fine` on 270 scanned cats: blots after 100 steps, first heads after 200.
private let fewestSteps = 200

/// Says, where a new run is that short, what would be long enough.
private func warnOfTooFewSteps(_ start: TrainingStart, _ configuration: TrainingConfiguration) {
    guard start.step == 0, start.totalSteps < fewestSteps else { return }
    let batches = (start.images - 1) / configuration.batchSize + 1
    let epochs = (2 * fewestSteps - 1) / batches + 1
    Console.show(
        "note: \(counted(start.totalSteps, "step")) \(start.totalSteps == 1 ? "is" : "are") too few to draw more than blots;"
            + " with \(counted(start.images, "drawing")), \(counted(batches, "step")) an epoch, take --epochs \(epochs) or"
            + " more, or --minutes\n")
}

/// What tells the studio where `run` is; nothing where it looks by itself.
private func runsFlag(_ run: RunDirectory) -> String {
    let folder = shownPath(URL(filePath: run.path).deletingLastPathComponent().path)
    return folder == "runs" ? "" : " --runs \(folder.shellQuoted)"
}

/// Some drawings, where the terminal shows them, and the verdict on more, where real ones were held out to compare with.
/// Training has succeeded by now, so that what fails here is only said.
private func showWhatCameOut(of run: RunDirectory) async {
    do {
        let sampler = try Sampler(run)
        if Terminal.canRedraw(STDOUT_FILENO) {
            let drawings = try sampler.draw(count: 8, seed: 0)
            let lines = try HalfBlocks.lines(
                images: drawings.values, channels: drawings.channels, height: drawings.imageSize,
                width: drawings.imageSize, terminalWidth: Terminal.width,
                style: Terminal.showsColours ? .colour : .plain)
            // One row of what fits.
            Console.show(lines.prefix { !$0.isEmpty }.joined(separator: "\n") + "\n")
        }
        guard try run.configuration().heldOut > 0 else { return }
        let drawings = try sampler.draw(count: 2000, seed: 0, asIn: run)
        let real = try await RealDrawings(source: nil, run: run, size: drawings.imageSize, seed: 0)
        // As `atelier evaluate` does it.
        try Runtime.setThreadCount(1)
        let evaluation = try Evaluation.evaluate(drawings, against: real).evaluation
        for finding in evaluation.verdict { Console.show("verdict: \(finding.sentence.en)\n") }
    } catch {
        Console.show("note: the drawings are not judged: \(error)\n")
    }
}

/// `path` as a person would type it here.
func shownPath(_ path: String) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
}

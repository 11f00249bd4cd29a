import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Standard output and standard error that are closed, full or not read any more, and terminals that can do little.
@Suite struct OutputTests {
    let workshop: Workshop

    init() throws {
        workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(16), "disc.npy")
    }

    /// Runs the tool by a shell, which redirects as `redirection` says.
    func run(_ arguments: [String], _ redirection: String) throws -> Tool.Result {
        try workshop.run(arguments, through: ["/bin/sh", "-c", "exec \"$0\" \"$@\" \(redirection)"])
    }

    @Test(arguments: ["2>&-", "2>/dev/full", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full >/dev/full"])
    func anErrorThatCannotBeToldKeepsItsStatus(redirection: String) throws {
        #expect(try run(["train", "absent.npy"], redirection).status == 66)
        #expect(try run(["sample"], redirection).status == 64)
    }

    @Test(arguments: ["2>&-", "2>/dev/full", ">&-", ">/dev/full", "<&- >&- 2>&-"])
    func trainingGoesOnWhereNobodyCanSeeIt(redirection: String) throws {
        #expect(try run(Workshop.trainArguments("disc.npy", ["--epochs", "2"]), redirection).status == 0)
        let run = workshop.onlyRun()
        // No file took the number of a closed descriptor, and with it what was meant for a person.
        #expect(workshop.config(run)["epochs"] as? Int == 2)
        #expect(try workshop.run("sample", run).status == 0)
        #expect(!String(decoding: workshop.bytes(run + "/log.txt"), as: UTF8.self).contains("To try next"))
    }

    @Test(arguments: [
        ["data", "show", "disc.npy", "--json"], ["data", "list", "--all"], ["train", "disc.npy", "--dry-run"],
    ])
    func aResultThatCannotBeWrittenIsAnError(arguments: [String]) throws {
        let full = try run(arguments, ">/dev/full")
        #expect(full.status == 74)
        #expect(
            full.isOneSentence && full.errors.contains("cannot write to standard output: No space left"),
            "\(full.errors)")
        let closed = try run(arguments, ">&-")
        #expect(closed.status == 74)
        #expect(
            closed.isOneSentence && closed.errors.contains("standard output: Bad file descriptor"), "\(closed.errors)")
    }

    /// `atelier train … 2>&1 | tee log` where tee ends first, as at Ctrl-C.
    @Test func aReaderThatEndsFirstLosesNothing() throws {
        let script = """
            ("$0" "$@" 2>&1 &
            tool=$!
            until ls runs/*/generator.safetensors >/dev/null 2>&1; do sleep 0.05; done
            kill -TERM $tool
            wait $tool
            echo $? >status) | head -n 1
            """
        let result = try workshop.run(
            Workshop.trainArguments("disc.npy", ["--epochs", "100000"]), through: ["/bin/sh", "-c", script])
        #expect(result.status == 0)
        #expect(workshop.bytes("status") == Array("143\n".utf8))
        let log = String(decoding: workshop.bytes(workshop.onlyRun() + "/log.txt"), as: UTF8.self)
        #expect(log.contains("stopped, all saved, at step"))
    }

    @Test func aClosedTerminalIsAWishToStop() throws {
        let training = try workshop.start(Workshop.trainArguments("disc.npy", ["--epochs", "100000"]))
        try #require(training.wait { workshop.exists("runs/00001-disc-tutorial/generator.safetensors") })
        // As the shell and the system may both send it.
        training.send(SIGHUP)
        training.send(SIGHUP)
        #expect(try training.wait().status == 129)
        let log = String(decoding: workshop.bytes("runs/00001-disc-tutorial/log.txt"), as: UTF8.self)
        #expect(log.contains("stopped, all saved, at step"))
    }

    @Test(.enabled(if: Machine.has("/usr/bin/nohup"), "needs nohup"))
    func nohupIsObeyed() throws {
        let training = try workshop.start(
            Workshop.trainArguments("disc.npy", ["--epochs", "100000"]), through: ["/usr/bin/nohup"])
        try #require(training.wait { workshop.exists("runs/00001-disc-tutorial/generator.safetensors") })
        training.send(SIGHUP)
        let sample = { workshop.names("runs/00001-disc-tutorial/samples").count }
        let before = sample()
        #expect(training.wait { sample() > before + 2 })
        training.send(SIGTERM)
        #expect(try training.wait().status == 143)
    }

    @Test func whatCouldBeTypedNextIsQuoted() throws {
        let result = try workshop.train("disc.npy", "--epochs", "1", "--out", "my runs")
        #expect(result.status == 0)
        #expect(result.output.contains(" sample 'my runs/00001-disc-tutorial' --count 64"), "\(result.output)")
        #expect(result.output.contains("Drawings: my runs/00001-disc-tutorial/samples/"))
    }

    @Test(.enabled(if: Machine.hasTerminals, "needs util-linux's script"))
    func aTerminalThatCannotRedrawGetsPlainLines() throws {
        let result = try workshop.run(
            Workshop.trainArguments("disc.npy", ["--epochs", "2"]), environment: ["TERM": "dumb"],
            through: Machine.onTerminal(columns: 80))
        #expect(result.status == 0)
        #expect(!result.output.contains("\u{1B}") && result.output.contains("epoch 2 took"))
    }

    @Test(
        .enabled(if: Machine.hasTerminals, "needs util-linux's script"),
        arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
    func coloursThatAreNotWantedAreLeftOut(environment: [String: String]) throws {
        let result = try workshop.run(
            ["data", "show", "disc.npy"], environment: environment, through: Machine.onTerminal(columns: 80))
        #expect(result.status == 0)
        #expect(result.output.contains("█") && !result.output.contains("\u{1B}"), "\(result.output)")
    }
}

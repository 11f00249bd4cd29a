import Foundation
import Testing

/// What a person at a terminal sees.
@Suite(.enabled(if: Machine.hasTerminals, "needs util-linux's script"))
struct TerminalTests {
    let workshop: Workshop
    init() throws {
        workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(160), "disc.npy")
    }

    @Test(arguments: [80, 120])
    func trainingRedrawsALineWithABarAndTheTimeLeft(columns: Int) throws {
        let result = try workshop.run(
            Workshop.trainArguments("disc.npy", ["--epochs", "20"]), environment: ["TERM": "xterm"],
            through: Machine.onTerminal(columns: columns))
        #expect(result.status == 0)
        let lines = result.output.replacing("\r\n", with: "\n").split(separator: "\r\u{1B}[2K").map(String.init)
        let progress = lines.filter { $0.contains("░") }
        try #require(progress.count > 2)
        for line in progress {
            #expect(line.count < columns, "\(line)")
            #expect(line.contains(/epoch \d+\/20 █*░+ .*\d:\d\d left/), "\(line)")
            #expect(line.contains(/D \d+\.\d+ G \d+\.\d+  D\(x\) \d\.\d\d D\(G\(z\)\) \d\.\d\d/), "\(line)")
        }
        #expect(progress.contains { $0.contains(/\d images\/s/) })
        #expect(lines.contains { $0.hasPrefix("epoch 20 took ") })
    }

    @Test func showDrawsInHalfBlocks() throws {
        let result = try workshop.run(
            ["data", "show", "disc.npy"], environment: ["TERM": "xterm", "NO_COLOR": ""],
            through: Machine.onTerminal(columns: 80))
        #expect(result.status == 0)
        #expect(result.output.contains("▀") || result.output.contains("▄"))
        #expect(result.output.contains("\u{1B}[0m"))
    }
}

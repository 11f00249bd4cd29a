import Foundation
import Testing

@Suite struct HelpTests {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    @Test(arguments: [
        ["train"], ["resume"], ["studio"], ["sample"], ["evaluate"], ["compare"], ["networks"], ["import"], ["export"],
        ["data"], ["data", "fetch"], ["data", "list"], ["data", "show"], ["doctor"],
    ])
    func everyCommandsHelpHasAnExample(command: [String]) throws {
        let result = try workshop.run(command + ["--help"])
        #expect(result.status == 0)
        #expect(result.output.contains("Example"))
        #expect(result.output.contains("  atelier " + command.joined(separator: " ")))
        #expect(result.errors.isEmpty)
    }

    @Test func helpNamesTheCommandsAndHowToBegin() throws {
        let result = try workshop.run("--help")
        #expect(result.status == 0)
        let words = [
            "train", "resume", "studio", "sample", "import", "export", "data", "doctor", "atelier train fashion-mnist",
        ]
        for word in words {
            #expect(result.output.contains(word))
        }
    }

    /// The options come from the table of settings; a run that goes on is shown those that it may change.
    @Test(arguments: ["train", "resume", "import"])
    func helpHasTheSettings(command: String) throws {
        let result = try workshop.run(command, "--help")
        let text = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let batchSize =
            "--batch-size <batch-size> Real images in one step. (default: tutorial 256; quick 32; fine, best 64)"
        #expect(text.contains(batchSize) == (command != "resume"))
        #expect(text.contains("--data <data> Folder in which fashion-mnist is looked for. --"))
        #expect(text.contains("--keras/--no-keras"))
    }

    @Test func aMistypedFlagIsRecognised() throws {
        let result = try workshop.run("train", "x.npy", "--batch-siz", "8")
        #expect(result.status == 64 && result.errors.contains("--batch-size"), "\(result.errors)")
    }

    @Test func aFlagsBadValueSaysWhatItCanBe() throws {
        let result = try workshop.run("train", "x.npy", "--epochs", "many")
        #expect(result.isOneSentence && result.errors.contains("a whole number from 1 to 1000000"), "\(result.errors)")
    }

    @Test func versionIsThreeNumbers() throws {
        let result = try workshop.run("--version")
        #expect(result.status == 0)
        #expect(result.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test(arguments: [
        ["paint"], ["train", "--colour"], ["train", "x.npy", "--epochs", "many"], ["data", "eat"], ["resume"],
        ["sample"], ["import"], ["export"], ["data", "fetch"], ["data", "show"], ["train", "x.npy", "--epochs"],
        ["evaluate"], ["compare"],
    ])
    func whatIsNoCommandEndsWithStatus64(arguments: [String]) throws {
        let result = try workshop.run(arguments)
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
        #expect(result.isOneSentence && result.errors.contains("--help"), "\(result.errors)")
        #expect(workshop.names().isEmpty)
    }

    @Test func trainingOnNothingIsOneSentence() throws {
        let result = try workshop.run("train")
        #expect(result.status == 64)
        #expect(result.isOneSentence, "\(result.errors)")
        #expect(result.errors.contains("quickdraw:NAME"))
        #expect(workshop.names().isEmpty)
    }
}

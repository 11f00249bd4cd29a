import Foundation
import Testing

/// Every kind of drawings trains.
@Suite struct SourceTests {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    private func expectAnEpoch(
        _ result: Tool.Result, of drawings: String, run: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.output.hasPrefix("training on \(drawings)"), "\(result.output)", sourceLocation: sourceLocation)
        #expect(workshop.names(run + "/samples").contains("epoch-0001.png"), sourceLocation: sourceLocation)
        #expect(!workshop.generator(run).isEmpty, sourceLocation: sourceLocation)
    }

    @Test func aFolderOfSeveralCategories() throws {
        for (name, count) in [("cat", 12), ("alarm clock", 10), ("dog", 9)] {
            try workshop.write(DrawingFiles.discs(count), "drawings/\(name).npy")
        }
        try workshop.write("not drawings", "drawings/.DS_Store")
        expectAnEpoch(
            try workshop.train("drawings", "--epochs", "1"), of: "31 drawings of alarm clock, cat, dog; 1 epoch, 4",
            run: "runs/00001-3-categories-tutorial")
        expectAnEpoch(
            try workshop.train("drawings", "--epochs", "1", "--categories", "dog, alarm clock"),
            of: "19 drawings of alarm clock, dog", run: "runs/00002-2-categories-tutorial")
        expectAnEpoch(
            try workshop.train("drawings", "--epochs", "1", "--max-images", "9"),
            of: "9 drawings of alarm clock, cat, dog", run: "runs/00003-3-categories-tutorial")

        let unknown = try workshop.train("drawings", "--categories", "dgo")
        #expect(unknown.status == 66)
        #expect(unknown.isOneSentence && unknown.errors.contains("dog"), "\(unknown.errors)")
    }

    @Test func severalFiles() throws {
        try workshop.write(DrawingFiles.discs(8), "a.npy")
        try workshop.write(DrawingFiles.discs(8), "b.npy")
        expectAnEpoch(
            try workshop.train("a.npy", "b.npy", "--epochs", "1"), of: "16 drawings of a, b",
            run: "runs/00001-2-categories-tutorial")
    }

    @Test func imagesInColour() throws {
        for number in 0..<12 {
            try workshop.write(DrawingFiles.colourPNG(number, side: 40), "flowers/\(number).png")
        }
        expectAnEpoch(
            try workshop.train("flowers/", "--epochs", "1", "--image-size", "32"), of: "12 drawings of flowers",
            run: "runs/00001-flowers-tutorial")
        #expect(workshop.config(workshop.onlyRun())["channels"] as? Int == 3)
        #expect(workshop.config(workshop.onlyRun())["imageSize"] as? Int == 32)
        let sample = try workshop.run("sample", workshop.onlyRun(), "--separate", "drawn", "--count", "3")
        #expect(sample.status == 0)
        #expect(workshop.names("drawn").count == 3)
    }

    @Test func floatsAreTheSameAsBytes() throws {
        let inked = (0..<16 * 256).map { $0 * 37 % 5 == 0 }
        try workshop.write(DrawingFiles.npy(shape: "(16, 256)", inked.map { $0 ? 255 : 0 }), "bytes/drawing.npy")
        try workshop.write(DrawingFiles.floats(inked.map { $0 ? 1 : 0 }, shape: "(16, 16, 16)"), "unit/drawing.npy")
        try workshop.write(
            DrawingFiles.floats(inked.map { $0 ? 1 : -1 }, shape: "(16, 16, 16, 1)"), "signed/drawing.npy")
        let weights = try ["bytes", "unit", "signed"].map { kind in
            let result = try workshop.train("\(kind)/drawing.npy", "--epochs", "1", "--out", "runs-\(kind)")
            #expect(result.status == 0)
            return workshop.generator(workshop.onlyRun(in: "runs-\(kind)"))
        }
        #expect(weights[0] == weights[1] && weights[0] == weights[2])
        #expect(!weights[0].isEmpty)
    }

    @Test(.enabled(if: Machine.hasFashionMNIST, "needs Debian's dataset-fashion-mnist"))
    func fashionMNIST() throws {
        expectAnEpoch(
            try workshop.train(
                "fashion-mnist", "--categories", "sneaker", "--max-images", "64", "--epochs", "1", "--preset", "quick",
                "--held-out", "0"),
            of: "64 drawings of sneaker", run: "runs/00001-sneaker-quick")
        #expect(workshop.config(workshop.onlyRun())["imageSize"] as? Int == 28)
    }

    @Test func fashionMNISTThatIsAbsentSaysHowToGetIt() throws {
        let result = try workshop.train("fashion-mnist", "--data", "nowhere")
        #expect(result.status == 66)
        #expect(result.isOneSentence && result.errors.contains("apt-get install"), "\(result.errors)")
        #expect(workshop.names().isEmpty)
    }

    @Test(.enabled(if: Machine.hasQuickDraw, "needs ../shared/data/quickdraw"))
    func realDrawings() throws {
        let cat = Machine.quickDraw + "/cat.npy"
        let settings = try workshop.writeSettings()
        let arguments = Workshop.trainArguments(
            cat, ["--max-images", "400", "--epochs", "3", "--seed", "1", "--config", settings])
        let whole = try workshop.run(arguments + ["--out", "whole"])
        expectAnEpoch(whole, of: "400 drawings of cat", run: "whole/00001-cat-tutorial")

        let running = try workshop.start(arguments)
        let run = "runs/00001-cat-tutorial"
        try #require(running.wait { workshop.isInside(epoch: 2, run: run) })
        running.send(9)
        #expect(try running.wait().status == -9)
        #expect(try workshop.run("resume", run).status == 0)
        #expect(workshop.generator(run) == workshop.generator("whole/00001-cat-tutorial"))
    }
}

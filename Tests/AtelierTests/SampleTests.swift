import Datasets
import Foundation
import Testing

@Suite struct SampleTests {
    let workshop: Workshop
    let run = TrainedRun.name

    init() throws {
        workshop = try Workshop()
        try TrainedRun.copy(into: workshop)
    }

    @Test func drawsAGridOfSixteen() throws {
        let result = try workshop.run("sample", run)
        #expect(result.status == 0)
        #expect(result.output == "drawings.png: 16 drawings, seed 0\n")
        let grid = try PNG.decode(contentsOf: workshop.file("drawings.png"))
        #expect(grid.width == grid.height)
        // The fixed latents of training's grids are others.
        #expect(workshop.bytes("drawings.png") != workshop.bytes(run + "/samples/epoch-0001.png"))
    }

    @Test func theSeedDecidesTheDrawings() throws {
        for (seed, file) in [("7", "a.png"), ("7", "b.png"), ("8", "c.png")] {
            #expect(try workshop.run("sample", run, "--seed", seed, "-o", file).status == 0)
        }
        #expect(workshop.bytes("a.png") == workshop.bytes("b.png"))
        #expect(workshop.bytes("a.png") != workshop.bytes("c.png"))
    }

    @Test func countAndColumnsShapeTheGrid() throws {
        #expect(try workshop.run("sample", run, "--count", "6", "--columns", "6", "-o", "row.png").status == 0)
        #expect(try workshop.run("sample", run, "--count", "6", "--columns", "2", "-o", "tall.png").status == 0)
        let row = try PNG.decode(contentsOf: workshop.file("row.png"))
        let tall = try PNG.decode(contentsOf: workshop.file("tall.png"))
        #expect(row.width > 4 * row.height)
        #expect(tall.height > tall.width)
    }

    @Test func separateDrawingsAreTheSameWhateverTheirNumber() throws {
        #expect(try workshop.run("sample", run, "--count", "3", "--separate", "few").status == 0)
        let many = try workshop.run("sample", run, "--count", "300", "--separate", "deep/many/")
        #expect(many.status == 0)
        #expect(workshop.names("few") == ["drawing-000000.png", "drawing-000001.png", "drawing-000002.png"])
        #expect(workshop.names("deep/many").count == 300)
        for name in workshop.names("few") {
            let one = try PNG.decode(contentsOf: workshop.file("few/" + name))
            #expect(one.width == 16 && one.height == 16 && one.channels == 1)
            let other = try PNG.decode(contentsOf: workshop.file("deep/many/" + name))
            // Batches of other sizes may round otherwise, by a grey level at most.
            #expect(zip(one.pixels, other.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
        }
    }

    @Test func interpolationIsAFilm() throws {
        let result = try workshop.run("sample", run, "--interpolate", "6", "--count", "4", "-o", "walk.gif")
        #expect(result.status == 0)
        #expect(result.output == "walk.gif: 6 frames, seed 0\n")
        let film = workshop.bytes("walk.gif")
        #expect(film.starts(with: "GIF89a".utf8) && film.last == 0x3b)
        #expect(try workshop.run("sample", run, "--interpolate", "6", "--count", "4").status == 0)
        #expect(workshop.names() == ["disc.npy", "runs", "walk.gif"])
    }

    @Test func aFileOfWeightsIsEnough() throws {
        #expect(try workshop.run("sample", run, "-o", "a.png").status == 0)
        try workshop.write(workshop.generator(run), "mine.safetensors")
        #expect(try workshop.run("sample", "mine.safetensors", "-o", "b.png").status == 0)
        #expect(workshop.bytes("a.png") == workshop.bytes("b.png"))
    }

    @Test(arguments: [
        ["-o", "walk.gif"], ["--interpolate", "4", "-o", "grid.png"], ["-o", "grid.jpg"], ["--count", "0"],
        ["--count", "-1"], ["--columns", "0"], ["--interpolate", "1"], ["--separate", "s", "-o", "grid.png"],
        ["--separate", "s", "--interpolate", "4"], ["--seed", "-1"], ["--device", "abacus"],
    ])
    func whatCannotBeAskedForEndsWithStatus64(arguments: [String]) throws {
        let before = workshop.contents()
        let result = try workshop.run(["sample", run] + arguments)
        #expect(result.status == 64)
        let named = arguments.contains("-o") ? "-o" : String(arguments[0].dropFirst(2))
        #expect(result.isOneSentence && result.errors.contains(named), "\(result.errors)")
        #expect(workshop.contents() == before)
    }

    @Test func aRunWithoutAGeneratorYetSaysWhenThereIsOne() throws {
        try FileManager.default.removeItem(atPath: workshop.file(run + "/generator.safetensors"))
        let result = try workshop.run("sample", run)
        #expect(result.status == 64)
        #expect(result.isOneSentence && result.errors.contains("after the first epoch"), "\(result.errors)")
        #expect(result.errors.contains("atelier resume"))
    }

    @Test(arguments: [
        ["-o", "absent/grid.png"], ["-o", "disc.npy/grid.png"], ["--separate", "disc.npy"],
        ["--separate", "disc.npy/deep"], ["--interpolate", "2", "-o", "absent/walk.gif"],
    ])
    func aPictureThatCannotBeWrittenIsNamed(arguments: [String]) throws {
        let before = workshop.contents()
        let result = try workshop.run(["sample", run] + arguments)
        #expect(result.status == 74)
        #expect(result.isOneSentence && result.errors.contains(arguments.last ?? ""), "\(result.errors)")
        #expect(!result.errors.contains("Success"))
        #expect(workshop.contents() == before)
    }
}

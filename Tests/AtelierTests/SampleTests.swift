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

    /// Bytes from 0 (paper) to 255 (ink), as Quick, Draw!'s bitmaps, which can be trained on again.
    @Test func anArrayHoldsTheSameDrawings() throws {
        let result = try workshop.run("sample", run, "--count", "20", "-o", "drawings.npy")
        #expect(result.status == 0 && result.output == "drawings.npy: 20 drawings, seed 0\n", "\(result.errors)")
        let bytes = workshop.bytes("drawings.npy")
        #expect(bytes.starts(with: [0x93] + "NUMPY".utf8) && bytes.count == 128 + 20 * 16 * 16)
        let header = String(decoding: bytes[10..<128], as: UTF8.self)
        #expect(header.hasPrefix("{'descr': '|u1', 'fortran_order': False, 'shape': (20, 16, 16), }"))
        #expect(try workshop.run("sample", run, "--count", "20", "--separate", "apart").status == 0)
        let dataset = try Dataset.open([workshop.file("drawings.npy")])
        #expect(dataset.count == 20)
        for index in [0, 7, 19] {
            let picture = try PNG.decode(
                contentsOf: workshop.file("apart/drawing-0000\(index < 10 ? "0" : "")\(index).png"))
            let levels = bytes[(128 + index * 256)..<(128 + (index + 1) * 256)]
            #expect(zip(levels, picture.pixels).allSatisfy { abs(255 - Int($0) - Int($1)) <= 1 })
        }
    }

    @Test func scaleEnlargesEachPixel() throws {
        #expect(try workshop.run("sample", run, "--count", "1", "--separate", "one").status == 0)
        let result = try workshop.run("sample", run, "--count", "1", "--separate", "large", "--scale", "3")
        #expect(result.status == 0 && result.output == "large: 1 drawing, seed 0\n", "\(result.errors)")
        let one = try PNG.decode(contentsOf: workshop.file("one/drawing-000000.png"))
        let large = try PNG.decode(contentsOf: workshop.file("large/drawing-000000.png"))
        #expect(large.width == 48 && large.height == 48)
        for place in large.pixels.indices {
            #expect(large.pixels[place] == one.pixels[place / 48 / 3 * 16 + place % 48 / 3])
        }
        #expect(try workshop.run("sample", run, "--scale", "1", "-o", "sheet.png").status == 0)
        #expect(try PNG.decode(contentsOf: workshop.file("sheet.png")).width == 4 * 16 + 5 * 2)
    }

    @Test func aPipeTakesThePicture() throws {
        #expect(try workshop.run("sample", run, "-o", "a.png").status == 0)
        let command = ["-c", "\"$0\" sample \(run) -o - > b.png", Tool.path]
        let result = try workshop.run(command, of: "/bin/sh")
        #expect(result.status == 0 && result.output.isEmpty && result.errors.isEmpty, "\(result.errors)")
        #expect(workshop.bytes("a.png") == workshop.bytes("b.png"))
    }

    /// Nothing is computed, and what is named exists.
    @Test func aSheetThatIsTooLargeIsRefusedAtOnce() throws {
        let before = workshop.contents()
        for arguments in [[], ["--interpolate", "4"]] {
            let result = try workshop.run(["sample", run, "--count", "1000000"] + arguments)
            #expect(result.status == 64)
            #expect(result.isOneSentence && result.errors.contains("is too large"), "\(result.errors)")
            for option in ["--count", "--scale", "--separate", "-o"] { #expect(result.errors.contains(option)) }
        }
        #expect(workshop.contents() == before)
    }

    @Test func drawingsOfTwoTimesAreNotMixed() throws {
        #expect(try workshop.run("sample", run, "--count", "5", "--separate", "apart").status == 0)
        let before = workshop.contents()
        let result = try workshop.run("sample", run, "--count", "3", "--seed", "9", "--separate", "apart")
        #expect(result.status == 64)
        #expect(
            result.isOneSentence && result.errors.contains("drawings in it already, such as drawing-000000.png"),
            "\(result.errors)")
        #expect(workshop.contents() == before)
    }

    @Test(arguments: ["keras-h5", "keras-v3", "keras"]) func aFileOfKerasIsEnough(format: String) throws {
        let exported = try workshop.run("export", run, "--format", format)
        let file = String(exported.output.prefix { $0 != ":" })
        #expect(try workshop.run("sample", run, "-o", "a.png").status == 0)
        let result = try workshop.run("sample", file, "-o", "b.png")
        #expect(result.status == 0, "\(result.errors)")
        #expect(workshop.bytes("a.png") == workshop.bytes("b.png"))
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
        ["--separate", "s", "--interpolate", "4"], ["--seed", "-1"], ["--device", "abacus"], ["--scale", "0"],
        ["--scale", "65"], ["--scale", "2", "-o", "drawings.npy"], ["--interpolate", "4", "-o", "drawings.npy"],
    ])
    func whatCannotBeAskedForEndsWithStatus64(arguments: [String]) throws {
        let before = workshop.contents()
        let result = try workshop.run(["sample", run] + arguments)
        #expect(result.status == 64)
        let named = arguments.contains("-o") && arguments[0] != "--scale" ? "-o" : String(arguments[0].dropFirst(2))
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

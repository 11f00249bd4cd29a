import Datasets
import Foundation
import Testing

/// A checksum tells drawings from others, wherever they lie and whatever they are called.
@Suite struct DatasetChecksumTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func checksum(_ sources: String..., options: DatasetOptions = DatasetOptions()) throws -> DatasetChecksum {
        try DatasetChecksum(of: Dataset.open(sources.map { "\(folder.path)/\($0)" }, options: options))
    }

    @Test func itFollowsFromTheDrawingsAlone() throws {
        try folder.write(Fixtures.drawings(300, first: 3), "cat.npy")
        try folder.write(Fixtures.drawings(300, first: 3), "elsewhere/katze.npy")
        try folder.write(Fixtures.drawings(300, first: 4), "dog.npy")
        let cats = try checksum("cat.npy")
        #expect(cats.categories.map(\.name) == ["cat"] && cats.categories[0].training == 300)
        #expect(cats.categories[0].checksum.wholeMatch(of: /[0-9a-f]{16}/) != nil)
        let moved = try checksum("elsewhere/katze.npy")
        #expect(moved.hasDrawings(of: cats) && moved.difference(from: cats) == nil)
        #expect(try checksum("dog.npy").difference(from: cats) == "other drawings of dog")
    }

    /// Also that of one pixel in the last of many, and of two drawings that changed places.
    @Test func itTellsTheSmallestChange() throws {
        let bytes = Fixtures.drawings(520)
        try folder.write(bytes, "cat.npy")
        var changed = bytes
        changed[bytes.count - 1] ^= 1
        try folder.write(changed, "pixel.npy")
        var swapped = bytes
        for offset in 0..<16 { swapped.swapAt(bytes.count - 32 + offset, bytes.count - 16 + offset) }
        try folder.write(swapped, "swapped.npy")
        let checksums = try ["cat.npy", "pixel.npy", "swapped.npy"].map { try checksum($0).categories[0].checksum }
        #expect(swapped != bytes && Set(checksums).count == 3)
    }

    @Test func itSaysHowDrawingsDiffer() throws {
        try folder.write(Fixtures.drawings(5, first: 1), "cat.npy")
        try folder.write(Fixtures.drawings(5, first: 9), "dog.npy")
        try folder.write(Fixtures.drawings(6, first: 1), "emu.npy")
        let both = try checksum("cat.npy", "dog.npy")
        #expect("\(both)" == "5 drawings of cat, 5 of dog")
        #expect(try checksum("dog.npy", "cat.npy").difference(from: both) == "them in another order, dog, cat")
        #expect(try checksum("cat.npy", "emu.npy").difference(from: both) == "5 drawings of cat, 6 of emu")
        #expect(try checksum("cat.npy").difference(from: both) == "5 drawings of cat")
    }

    /// What is trained on, what is held out and how they are read are all part of it.
    @Test func itIsOfWhatIsSelected() throws {
        try folder.write(Fixtures.drawings(40), "cat.npy")
        let all = try checksum("cat.npy").categories[0]
        var options = DatasetOptions(seed: 3)
        options.heldOutShare = 0.25
        let some = try checksum("cat.npy", options: options).categories[0]
        #expect((all.training, all.heldOut, some.training, some.heldOut) == (40, 0, 30, 10))
        options.seed = 4
        #expect(try checksum("cat.npy", options: options).categories[0].checksum != some.checksum)
        options.isInverted = true
        #expect(try checksum("cat.npy", options: options).categories[0].checksum != some.checksum)
        #expect(try checksum("cat.npy", options: DatasetOptions(imageSize: 8)).categories[0] == all)
    }

    @Test func strokesCountAsPoints() throws {
        func line(_ x: Int) -> String { #"{"word":"cat","recognized":true,"drawing":[[[0,\#(x)],[0,255]]]}"# }
        for (name, lines) in [("a", [200, 30]), ("b", [200, 30]), ("c", [30, 200]), ("d", [200, 31])] {
            try folder.write(Array((lines.map(line).joined(separator: "\n") + "\n").utf8), "\(name).ndjson")
        }
        let checksums = try ["a", "b", "c", "d"].map { try checksum("\($0).ndjson").categories[0].checksum }
        #expect(checksums[0] == checksums[1] && Set(checksums).count == 3)
        let larger = try checksum("a.ndjson", options: DatasetOptions(imageSize: 64))
        #expect(larger.categories[0].checksum == checksums[0])
    }
}

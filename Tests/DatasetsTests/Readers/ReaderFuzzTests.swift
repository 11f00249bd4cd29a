import Datasets
import Foundation
import Fuzzing
import Testing

/// Damaged files for each reader of drawings. A file that is still good may be read; every other is refused with a
/// sentence that names it, and without a process's end or much memory.
///
/// `ATELIER_MUTATIONS` says how many for each; `make fuzz` takes 10,000.
@Suite(.serialized) struct ReaderFuzzTests {
    // Each in a process of its own, whose memory is that of the reader and of no other test.

    @Test(arguments: ["PNG", "JPEG", "WebP", "GIF", "TIFF", "BMP"])
    func pictures(format: String) async {
        await #expect(processExitsWith: .success) { [format] in
            let samples = PictureFileTests.Sample.all.filter { $0.name.hasPrefix(format) }.map(\.bytes)
            try fuzz(samples, name: "picture") { _ = try PictureFile.decode(contentsOf: $0) }
        }
    }

    @Test func arrays() async {
        await #expect(processExitsWith: .success) {
            let floats = Fixtures.bytes((0..<64).map { Float($0) / 64 })
            let seeds = [
                Fixtures.drawings(4), Fixtures.npy("(4, 4, 4)", floats, type: "'<f4'"),
                Fixtures.npy("(4, 4, 4)", floats, type: "'<f4'", fortran: "True", version: 2),
                Fixtures.npy("(16, 4)", floats, type: "'>f4'"), Fixtures.npy("(32, 4)", floats, type: "'<i2'"),
                Fixtures.npy("(4, 1, 8, 8)", [UInt8](repeating: 1, count: 256), type: "'|b1'"),
            ]
            try fuzz(seeds, name: "cat.npy", openAndRead)
        }
    }

    @Test func packed() async {
        await #expect(processExitsWith: .success) {
            let array = Fixtures.drawings(4)
            try fuzz([ArchiveTests.zip([("a.npy", array), ("b.npy", array)])], name: "cat.npz", openAndRead)
            try fuzz(
                [Fixtures.gzip(array), Fixtures.gzip(Fixtures.idx([4, 4, 4], Array(0..<64)))], name: "cat.gz",
                openAndRead)
            try fuzz([Fixtures.idx([4, 4, 4], Array(0..<64))], name: "cat-idx3-ubyte", openAndRead)
        }
    }

    @Test func strokes() async {
        await #expect(processExitsWith: .success) {
            let lines = [StrokeFileTests.simplified, StrokeFileTests.raw].map { Array($0.utf8) }
            try fuzz(lines, name: "cat.ndjson", openAndRead)
            let record = StrokeFileTests.record(strokes: [([130, 113, 99], [72, 40, 27]), ([0, 255], [9, 9])])
            try fuzz([record + record], name: "cat.bin", openAndRead)
        }
    }
}

private func openAndRead(_ path: String) throws {
    let dataset = try Dataset.open([path])
    _ = try dataset.images(at: Array(0..<min(dataset.count, 4)))
}

private func fuzz(_ seeds: [[UInt8]], name: String, _ read: (String) throws -> Void) throws {
    let count = ProcessInfo.processInfo.environment["ATELIER_MUTATIONS"].flatMap { Int($0) } ?? 200
    try #require(!seeds.isEmpty)
    let folder = try TemporaryFolder()
    let before = Memory.peakBytes()
    let outcomes = Outcomes()
    for number in 0..<count {
        var mutation = Mutation(seed: UInt64(number))
        let path = try folder.write(mutation.applied(to: seeds[number % seeds.count]), name)
        outcomes.add(number, Result { try read(path) }, path: path)
    }
    #expect(outcomes.unclear == [])
    #expect(outcomes.refused + outcomes.accepted == count)
    #expect(Memory.peakBytes() - before < 1 << 30)
}

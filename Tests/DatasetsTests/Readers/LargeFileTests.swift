import Datasets
import Foundation
import Testing

/// 50 million drawings, 39.2 GB: a sparse file, so that the disk holds only its header.
@Suite struct LargeFileTests {
    static let count = 50_000_000

    static func makeSparse(in folder: TemporaryFolder) throws -> String {
        let header = Fixtures.npy("(\(count), 784)", [])
        let path = try folder.write(header, "camel.npy")
        guard truncate(path, off_t(header.count + count * 784)) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        return path
    }

    /// Whether files here can be 39 GB long and hold next to nothing.
    static var isPossible: Bool {
        guard let folder = try? TemporaryFolder(), let path = try? makeSparse(in: folder) else { return false }
        var status = stat()
        return stat(path, &status) == 0 && Int(status.st_blocks) * 512 < 1 << 20 && residentBytes != nil
    }

    /// VmRSS of this process.
    static var residentBytes: Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * Int(getpagesize()) }
    }

    @Test(.enabled(if: isPossible, "no sparse files, or no /proc, on this system"))
    func fiftyMillionDrawingsTakeABatchOfMemory() throws {
        let folder = try TemporaryFolder()
        let path = try Self.makeSparse(in: folder)
        // Other tests of this process take memory meanwhile, so the least of several growths counts.
        var opened: [Dataset] = []
        let growthOfOpening = try Self.leastGrowth(rounds: 6) { _ in
            let options = DatasetOptions(selectionTotal: Self.count - 1, seed: 1)
            opened.append(try Dataset.open([path], options: options))
        }
        let dataset = opened[0]
        #expect(dataset.count == Self.count - 1)
        #expect(growthOfOpening < 1 << 20)

        let sampler = BatchSampler(count: dataset.count, batchSize: 64, seed: 2)
        let pixels = UnsafeMutableBufferPointer<Float>.allocate(capacity: 64 * dataset.valuesPerImage)
        defer { pixels.deallocate() }
        pixels.initialize(repeating: 0)
        var isPaper = true
        let growthOfReading = try Self.leastGrowth(rounds: 6) { round in
            for batch in 0..<400 {
                let indices = sampler.indices(epoch: round, batch: batch * 1500)
                try dataset.readImages(at: indices, into: pixels)
                isPaper = isPaper && pixels[batch * 17 % pixels.count] == -1
            }
        }
        #expect(isPaper)
        // A round reads 25,600 drawings, each in another page of the file: 100 MB were they mapped.
        #expect(growthOfReading < 4 << 20)
    }

    static func leastGrowth(rounds: Int, _ body: (Int) throws -> Void) throws -> Int {
        var least = Int.max
        for round in 0..<rounds {
            let before = try #require(residentBytes)
            try body(round)
            least = min(least, try #require(residentBytes) - before)
        }
        return least
    }
}

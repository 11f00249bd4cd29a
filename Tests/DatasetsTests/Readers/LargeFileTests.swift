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
        let before = try #require(Self.residentBytes)
        let clock = ContinuousClock()
        let start = clock.now
        let dataset = try Dataset.open([path], options: DatasetOptions(selectionTotal: 49_999_999, seed: 1))
        #expect(clock.now - start < .seconds(1))
        #expect(dataset.count == 49_999_999)
        let sampler = BatchSampler(count: dataset.count, batchSize: 64, seed: 2)
        let pixels = UnsafeMutableBufferPointer<Float>.allocate(capacity: 64 * dataset.valuesPerImage)
        defer { pixels.deallocate() }
        var isPaper = true
        for batch in 0..<2000 {
            let indices = sampler.indices(epoch: 0, batch: batch * 300)
            try dataset.readImages(at: indices, into: pixels)
            isPaper = isPaper && pixels[batch * 17 % pixels.count] == -1
        }
        #expect(isPaper)
        let after = try #require(Self.residentBytes)
        // 128,000 drawings were read, 100 MB as bytes; other tests of this process run beside this one.
        #expect(after - before < 48 << 20)
    }
}

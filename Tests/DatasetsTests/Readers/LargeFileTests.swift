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

    /// Opens at once and reads anywhere; what it takes of memory is measured where the tool is tested.
    @Test func fiftyMillionDrawingsAreReadAnywhere() throws {
        let folder = try TemporaryFolder()
        let path: String
        do {
            path = try Self.makeSparse(in: folder)
        } catch {
            try Test.cancel("files of 39 GB cannot be made here: \(error)")
        }
        let dataset = try Dataset.open([path], options: DatasetOptions(selectionTotal: Self.count - 1, seed: 1))
        #expect(dataset.count == Self.count - 1)
        let sampler = BatchSampler(count: dataset.count, batchSize: 64, seed: 2)
        for batch in 0..<50 {
            let indices = sampler.indices(epoch: batch, batch: batch * 15_000)
            #expect(try dataset.images(at: indices).allSatisfy { $0 == -1 })
        }
    }
}

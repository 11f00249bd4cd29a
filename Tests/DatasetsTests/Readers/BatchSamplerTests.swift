import Datasets
import Testing

@Suite struct BatchSamplerTests {
    @Test func anEpochHasEveryDrawingOnce() {
        let sampler = BatchSampler(count: 1000, batchSize: 256, seed: 3)
        #expect(sampler.batchesPerEpoch == 4)
        let batches = (0..<4).map { sampler.indices(epoch: 7, batch: $0) }
        #expect(batches.map(\.count) == [256, 256, 256, 232])
        #expect(batches.joined().sorted() == Array(0..<1000))
    }

    @Test func everyEpochHasItsOrder() {
        let sampler = BatchSampler(count: 1000, batchSize: 1000, seed: 3)
        let orders = (0..<50).map { sampler.indices(epoch: $0, batch: 0) }
        #expect(Set(orders).count == 50)
        #expect(BatchSampler(count: 1000, batchSize: 1000, seed: 4).indices(epoch: 0, batch: 0) != orders[0])
        // Epoch e of one seed is not epoch e − 1 of the next.
        #expect(BatchSampler(count: 1000, batchSize: 1000, seed: 4).indices(epoch: 0, batch: 0) != orders[1])
    }

    @Test func resumesFromEpochAndBatchAlone() {
        let whole = BatchSampler(count: 500, batchSize: 64, seed: 9)
        let resumed = BatchSampler(count: 500, batchSize: 64, seed: 9)
        #expect(whole.indices(epoch: 2, batch: 5) == resumed.indices(epoch: 2, batch: 5))
    }

    @Test func batchSizeDoesNotChangeTheOrder() {
        let small = BatchSampler(count: 100, batchSize: 10, seed: 1)
        let large = BatchSampler(count: 100, batchSize: 64, seed: 1)
        #expect(
            (0..<10).flatMap { small.indices(epoch: 0, batch: $0) }
                == (0..<2).flatMap { large.indices(epoch: 0, batch: $0) })
    }

    @Test func edges() {
        #expect(BatchSampler(count: 0, batchSize: 8, seed: 0).batchesPerEpoch == 0)
        #expect(BatchSampler(count: 8, batchSize: 8, seed: 0).batchesPerEpoch == 1)
        #expect(BatchSampler(count: 3, batchSize: 8, seed: 0).indices(epoch: 0, batch: 0).sorted() == [0, 1, 2])
        #expect(BatchSampler(count: 8, batchSize: 8, seed: 0).indices(epoch: 0, batch: 1) == [])
        #expect(BatchSampler(count: 8, batchSize: 8, seed: 0).indices(epoch: 0, batch: -1) == [])
        #expect(BatchSampler(count: 8, batchSize: .max, seed: 0).indices(epoch: 0, batch: 0).count == 8)
    }
}

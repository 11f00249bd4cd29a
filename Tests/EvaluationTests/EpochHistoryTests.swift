import Evaluation
import Runs
import Testing

@Suite struct EpochHistoryTests {
    private func history(_ distances: [Double], error: Double = 1) -> EpochHistory {
        EpochHistory(
            judge: "any", count: 100,
            epochs: distances.enumerated().map {
                JudgedEpoch($0.offset + 1, distance: Estimate($0.element, standardError: error))
            })
    }

    @Test func theTrendIsWhatDiffersByTwoStandardErrors() {
        #expect(history([60, 40, 30, 20, 12, 6]).trend?.kind == .improving)
        #expect(history([60, 18, 24, 27, 30]).trend?.kind == .worse)
        #expect(history([60, 18, 24, 27, 30]).trend?.sentence.en.hasPrefix("Getting worse since epoch 2:") == true)
        #expect(history([60, 18, 19, 18.5, 20]).trend?.kind == .settled)
        #expect(history([60, 40, 30, 20, 12, 6], error: 50).trend?.kind == .settled)
        #expect(history([60]).trend == nil)
        // Of many that do not differ, one is the best by chance, and one the newest.
        #expect(history([60, 18, 21, 20.5, 20, 22]).trend?.kind == .settled)
        #expect(history([60, 18, 21, 22, 21.5]).trend?.kind == .worse)
    }

    @Test func theBestIsTheNearest() {
        #expect(history([3, 1, 2]).epochs.best?.epoch == 2)
        #expect(history([]).epochs.best == nil)
    }
}

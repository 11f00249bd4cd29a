import Testing
import Torch

/// Our convolutions give the same bits for the same inputs, whatever the threads; libtorch's own do so for one count of
/// them only.
@Suite(.enabled(if: kernelsAreOurs)) struct ReproducibilityTests {
    static let cases =
        KernelTests.layers + [
            // Tails of everything: channels, batch, tiles.
            ConvolutionCase(true, 1, 11, 11, (17, 37), batch: 37),
            ConvolutionCase(false, 2, 17, 13, (17, 9), batch: 21),
            ConvolutionCase(true, 2, 17, 13, (9, 17), batch: 21), ConvolutionCase(false, 2, 9, 9, (3, 19), batch: 35),
        ]

    @Test(arguments: cases) func theSameBitsForAnyThreadCount(_ test: ConvolutionCase) throws {
        let inputs = try test.inputs(seed: 2)
        let expected = try test.results(inputs).all.prefix(3).map { try $0.floats() }
        let threads = Runtime.threadCount
        defer { try? Runtime.setThreadCount(threads) }
        for count in [threads, 1, 2, 3, 5] {
            try Runtime.setThreadCount(count)
            let found = try test.results(inputs).all.prefix(3).map { try $0.floats() }
            #expect(found == expected, "\(count) threads")
        }
    }
}

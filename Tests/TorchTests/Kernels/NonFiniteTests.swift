import Testing
import Torch

/// What is not finite must not get lost in a transform: training stops on it. (libtorch's own kernels of float32 and
/// float64 differ in whether a tap that is not finite meets the zeros around an image.)
@Suite(.enabled(if: kernelsAreOurs)) struct NonFiniteTests {
    static let cases = layers + (Runtime.hasBFloat16 ? layers.map { $0.rounding(to: .bfloat16) } : [])

    private static let layers = [
        ConvolutionCase(true, 1, 7, 7, (16, 16), batch: 8), ConvolutionCase(true, 2, 7, 7, (16, 16), batch: 8),
        ConvolutionCase(false, 2, 7, 7, (16, 16), batch: 8), ConvolutionCase(false, 2, 14, 14, (1, 16), batch: 8),
        ConvolutionCase(true, 2, 14, 14, (3, 16), batch: 8),
        // Several tiles.
        ConvolutionCase(true, 1, 20, 20, (16, 16), batch: 8), ConvolutionCase(false, 2, 20, 20, (16, 16), batch: 8),
    ]

    /// Replaces one element of image 2.
    private func spoiled(_ maps: Tensor, by bad: Float, at place: Int) throws -> Tensor {
        var values = try maps.floats()
        let size = values.count / maps.shape[0]
        values[2 * size + place % size] = bad
        return try Tensor(values, shape: maps.shape)
    }

    /// Whether `found` is not finite wherever `expected` is not.
    private func keeps(_ found: Tensor, _ expected: Tensor) throws -> Bool {
        try zip(found.floats(), expected.floats()).allSatisfy { $0.isFinite ? $1.isFinite : true }
    }

    /// Whether all images but 2 are the same.
    private func sameElsewhere(_ found: Tensor, _ expected: Tensor) throws -> Bool {
        let count = found.shape[0]
        return try [(0, 2), (3, count - 3)].allSatisfy { start, length in
            let one = try found.narrowed(dimension: 0, start: start, length: length)
            return try one.floats() == expected.narrowed(dimension: 0, start: start, length: length).floats()
        }
    }

    @Test(arguments: cases, [Float.nan, .infinity, -.infinity])
    func imagesAndTheirGradients(_ test: ConvolutionCase, _ bad: Float) throws {
        let clean = try test.inputs(seed: 3)
        let cleanResults = try test.results(clean)
        for place in [0, 30, 1_001] {
            var inputs = clean
            inputs.x = try spoiled(clean.x, by: bad, at: place)
            let found = try test.results(inputs)
            let expected = try test.expectedResults(inputs)
            #expect(try !found.values.allFinite())
            #expect(try keeps(found.values, expected.values))
            #expect(try sameElsewhere(found.values, cleanResults.values))
            #expect(try keeps(found.kernelGradient, expected.kernelGradient))
            #expect(try found.xGradient.floats() == cleanResults.xGradient.floats())
        }
    }

    @Test(arguments: cases, [Float.nan, .infinity])
    func outputGradients(_ test: ConvolutionCase, _ bad: Float) throws {
        let clean = try test.inputs(seed: 4)
        let cleanResults = try test.results(clean)
        var inputs = clean
        inputs.outputGradient = try spoiled(clean.outputGradient, by: bad, at: 77)
        let found = try test.results(inputs)
        let expected = try test.expectedResults(inputs)
        for (one, other) in zip(found.all, expected.all) { #expect(try keeps(one, other)) }
        #expect(try sameElsewhere(found.xGradient, cleanResults.xGradient))
        #expect(try !found.kernelGradient.allFinite())
    }

    @Test(arguments: cases, [Float.nan, .infinity])
    func kernels(_ test: ConvolutionCase, _ bad: Float) throws {
        var inputs = try test.inputs(seed: 5)
        var values = try inputs.kernel.floats()
        values[values.count / 2] = bad
        inputs.kernel = try Tensor(values, shape: inputs.kernel.shape)
        let found = try test.results(inputs)
        let expected = try test.expectedResults(inputs)
        #expect(try !found.values.allFinite())
        for (one, other) in zip(found.all, expected.all) { #expect(try keeps(one, other)) }
    }
}

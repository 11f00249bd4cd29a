import Testing
import Torch

/// libtorch's convolutions of float64, with which our kernels are compared, against their definition.
@Suite struct ReferenceTests {
    /// A convolution with zeros around: y(o) = Σ x(stride·o + t − padding)·k(t), where 'same' pads 2 before for stride
    /// 1, and 1 before for stride 2 on an even size. The transposed one has input and output exchanged.
    private func definition(_ test: ConvolutionCase, x: [Double], kernel: [Double]) -> [Double] {
        let (large, small) = (test.largeShape, test.smallShape)
        let padding = test.stride == 1 ? 2 : 1
        var y = [Double](repeating: 0, count: (test.transposed ? large : small).reduce(1, *))
        for image in 0..<test.batch {
            for (o, c) in (0..<small[1]).flatMap({ o in (0..<large[1]).map { (o, $0) } }) {
                for (row, column) in (0..<small[2]).flatMap({ row in (0..<small[3]).map { (row, $0) } }) {
                    for (t, u) in (0..<5).flatMap({ t in (0..<5).map { (t, $0) } }) {
                        let (inRow, inColumn) = (test.stride * row + t - padding, test.stride * column + u - padding)
                        guard (0..<large[2]).contains(inRow), (0..<large[3]).contains(inColumn) else { continue }
                        let tap = kernel[((o * large[1] + c) * 5 + t) * 5 + u]
                        let below = ((image * small[1] + o) * small[2] + row) * small[3] + column
                        let above = ((image * large[1] + c) * large[2] + inRow) * large[3] + inColumn
                        if test.transposed { y[above] += x[below] * tap } else { y[below] += x[above] * tap }
                    }
                }
            }
        }
        return y
    }

    @Test(arguments: [
        ConvolutionCase(false, 1, 4, 7, (3, 2), batch: 2), ConvolutionCase(false, 2, 4, 7, (3, 2), batch: 2),
        ConvolutionCase(true, 1, 4, 7, (3, 2), batch: 2), ConvolutionCase(true, 2, 4, 7, (3, 2), batch: 2),
    ]) func agreesWithItsDefinition(_ test: ConvolutionCase) throws {
        let inputs = try test.inputs(seed: 7)
        let expected = definition(
            test, x: try inputs.x.floats().map(Double.init), kernel: try inputs.kernel.floats().map(Double.init))
        let y = try test.convolve(inputs.x.cast(to: .float64), inputs.kernel.cast(to: .float64))
        let found = try y.contiguous().withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
        #expect(found.count == expected.count)
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    }
}

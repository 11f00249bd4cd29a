import Testing
import Torch

@Suite struct LayerTests {
    private func generator() throws -> RandomGenerator { try RandomGenerator(seed: 5) }

    @Test func dense() throws {
        let layer = try Dense(inputs: 2, outputs: 3, generator: generator())
        #expect(layer.parameters.map(\.name) == ["kernel", "bias"])
        #expect(layer.buffers.isEmpty)
        #expect(try #require(layer.bias).floats() == [0, 0, 0])
        try layer.kernel.copy(from: Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3]))
        try layer.bias?.copy(from: Tensor([0.5, 0, -0.5], shape: [3]))
        let x = try Tensor([1, 10, 2, 20], shape: [2, 2])
        let y = try layer(x)
        #expect(try y.floats() == [41.5, 52, 62.5, 82.5, 104, 125.5])
        let result = try gradients(of: y.sum(), withRespectTo: layer.parameters.map(\.tensor))
        #expect(try result.map { try $0.floats() } == [[3, 3, 3, 30, 30, 30], [2, 2, 2]])
        #expect(failure { try layer(.ones([2, 5])) } == "linear: expected [N, 2]; input [2, 5]")

        let unbiased = try Dense(inputs: 2, outputs: 3, useBias: false, generator: generator())
        #expect(unbiased.bias == nil && unbiased.parameters.map(\.name) == ["kernel"])
        try unbiased.kernel.copy(from: layer.kernel)
        #expect(try unbiased(x).floats() == [41, 52, 63, 82, 104, 126])
    }

    @Test func convolutions() throws {
        let down = try Conv2D(inputChannels: 1, outputChannels: 4, kernelSize: 5, stride: 2, generator: generator())
        let up = try ConvTranspose2D(
            inputChannels: 4, outputChannels: 1, kernelSize: 5, stride: 2, useBias: false, generator: generator())
        #expect(down.kernel.shape == [4, 1, 5, 5] && up.kernel.shape == [4, 1, 5, 5])
        #expect(down.parameters.map(\.name) == ["kernel", "bias"] && up.parameters.map(\.name) == ["kernel"])
        #expect(try down.kernel.isEqual(to: up.kernel))
        let x = try ramp([2, 1, 27, 28], 11, 5)
        let y = try down(x)
        #expect(y.shape == [2, 4, 14, 14])
        #expect(try y.isEqual(to: x.conv2d(kernel: down.kernel, bias: down.bias, stride: 2, padding: .same)))
        #expect(try up(y).shape == [2, 1, 28, 28])
    }

    /// Uniform between ±√(6/(fanIn + fanOut)): the extremes, the mean and the variance limit²/3.
    @Test func glorotUniform() throws {
        let kernels: [(Tensor, fanSum: Double)] = try [
            (Dense(inputs: 100, outputs: 500, generator: generator()).kernel, 600),
            (
                Conv2D(inputChannels: 16, outputChannels: 64, kernelSize: 5, generator: generator()).kernel,
                25 * 80
            ),
            (
                ConvTranspose2D(inputChannels: 64, outputChannels: 32, kernelSize: 5, stride: 2, generator: generator())
                    .kernel, 25 * 96
            ),
        ]
        for (kernel, fanSum) in kernels {
            let limit = (6 / fanSum).squareRoot()
            #expect(try (0.999 * limit...limit).contains(kernel.maximumValue()))
            #expect(try (0.999 * limit...limit).contains(-kernel.minimumValue()))
            #expect(try abs(kernel.mean().scalar()) < 0.02 * limit)
            let variance = try kernel.square().mean().scalar()
            #expect(abs(variance / (limit * limit / 3) - 1) < 0.02)
            #expect(kernel.requiresGradient)
        }
    }

    @Test func leakyReLU() throws {
        #expect(try LeakyReLU()(Tensor([-1, 0, 2], shape: [3])).floats() == [-0.3, 0, 2])
        #expect(try LeakyReLU(slope: 0.5)(Tensor([-1, 2], shape: [2])).floats() == [-0.5, 2])
        #expect(LeakyReLU().parameters.isEmpty)
    }

    @Test func dropout() throws {
        let generator = try generator()
        let x = try Tensor.full([200, 500], value: 2)
        try x.requireGradient(true)
        let layer = Dropout(rate: 0.3)
        #expect(try layer(x, training: false, generator: generator) === x)
        let y = try layer(x, training: true, generator: generator)
        let values = try y.floats()
        let kept = values.filter { $0 != 0 }
        #expect(kept.allSatisfy { abs($0 - 2 / 0.7) < 1e-6 })
        #expect(abs(Double(kept.count) / 100_000 - 0.7) < 0.006)
        // The gradient passes where the value did, with the same factor.
        let gradient = try gradients(of: y.sum(), withRespectTo: [x])[0].floats()
        #expect(zip(gradient, values).allSatisfy { abs($0 - $1 / 2) < 1e-6 })
        // Each call draws anew.
        #expect(try !layer(x, training: true, generator: generator).isEqual(to: y))
        #expect(try Dropout(rate: 0)(x, training: true, generator: generator) === x)
        for rate in [1, -0.1, .nan] {
            #expect(
                failure { try Dropout(rate: rate)(x, training: true, generator: generator) }.contains("a rate of 0"))
        }
    }

    /// Neighbours fall independently, whatever the count, the type and the order in memory.
    @Test(arguments: [DType.float32, .float64]) func dropoutIsIndependent(dtype: DType) throws {
        let generator = try generator()
        let state = try generator.state()
        let x = try Tensor.ones([333, 303], dtype: dtype)
        let values = try x.dropout(rate: 0.5, generator: generator).floats()
        for distance in [1, 2, 3, 303] {
            let equal = zip(values, values.dropFirst(distance)).filter { $0 == $1 }.count
            #expect(abs(Double(equal) / Double(values.count - distance) - 0.5) < 0.008)
        }
        #expect(values.last == 0 || values.last == 2)
        let next = try x.dropout(rate: 0.5, generator: generator).floats()
        #expect(abs(Double(zip(values, next).filter { $0 == $1 }.count) / Double(values.count) - 0.5) < 0.008)
        try generator.restore(state)
        #expect(try x.dropout(rate: 0.5, generator: generator).floats() == values)
        let view = try x.transposed().dropout(rate: 0.25, generator: generator)
        #expect(try Set(view.floats()) == [0, Float(1 / 0.75)])
        #expect(
            try x.narrowed(dimension: 1, start: 0, length: 2).dropout(rate: 1e-17, generator: generator)
                .minimumValue() == 1)
    }

    /// Element (n, c, h, w) has the value 1000n + 100c + 10h + w.
    @Test func hwcOrder() throws {
        var values: [Float] = []
        for n in 0..<2 {
            for c in 0..<3 {
                for place in [0, 1, 10, 11] { values.append(Float(1000 * n + 100 * c + place)) }
            }
        }
        let images = try Tensor(values, shape: [2, 3, 2, 2])
        let rows = try FlattenHWC()(images)
        #expect(rows.shape == [2, 12])
        #expect(try rows.floats().prefix(12) == [0, 100, 200, 1, 101, 201, 10, 110, 210, 11, 111, 211])
        let back = try ReshapeHWC(height: 2, width: 2, channels: 3)(rows)
        #expect(try back.isEqual(to: images))
        #expect(failure { try FlattenHWC()(rows) } == "flatten: expected images [N, C, H, W]; input [2, 12]")
        #expect(failure { try ReshapeHWC(height: 2, width: 2, channels: 4)(rows) }.contains("[2, 12]"))
        #expect(failure { try ReshapeHWC(height: 1, width: 1, channels: 1)(images) }.contains("rows [N, H·W·C]"))
    }

    @Test func absurdSizes() throws {
        let generator = try generator()
        #expect(failure { try Dense(inputs: -1, outputs: 2, generator: generator) }.contains("inputs of 1 to"))
        #expect(failure { try Dense(inputs: 1, outputs: .max, generator: generator) }.contains("outputs of 1 to"))
        #expect(
            failure {
                try Conv2D(inputChannels: 1, outputChannels: 1, kernelSize: 0, generator: generator)
            }.contains("a kernel size of 1 to"))
        #expect(
            failure {
                try ConvTranspose2D(
                    inputChannels: 1, outputChannels: 1, kernelSize: 3, stride: -2, generator: generator)
            }.contains("a stride of 1 to"))
        #expect(
            !failure {
                try Conv2D(
                    inputChannels: 1 << 20, outputChannels: 1 << 20, kernelSize: 1 << 20, generator: generator)
            }.isEmpty)
    }
}

#if os(Linux)
    import Foundation
    import Testing
    import Torch

    @Suite(.serialized) struct MemoryTests {
        /// The bytes of this process that are in memory.
        private func residentByteCount() throws -> Int {
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
            return try #require(Int(line.split(separator: " ")[1])) * 1024
        }

        /// Every tensor of a step is freed after it: one of the larger ones kept would show as 100 MB.
        @Test func aThousandStepsGrowTheProcessByNothing() throws {
            let generator = try RandomGenerator(seed: 1)
            let conv = try Conv2D(inputChannels: 1, outputChannels: 8, kernelSize: 5, stride: 2, generator: generator)
            let norm = try BatchNorm(features: 8)
            let dense = try Dense(inputs: 8 * 14 * 14, outputs: 1, generator: generator)
            let parameters = conv.parameters + norm.parameters + dense.parameters
            let adam = try Adam(parameters: parameters, learningRate: 1e-3)
            func step() throws {
                let x = try generator.normal([16, 1, 28, 28])
                let hidden = try LeakyReLU()(norm(conv(x), training: true))
                let dropped = try Dropout(rate: 0.3)(hidden, training: true, generator: generator)
                let loss = try dense(FlattenHWC()(dropped)).sigmoidCrossEntropy(target: 1).sum()
                try adam.step(gradients: gradients(of: loss, withRespectTo: parameters.map(\.tensor)))
                _ = failure { try loss + Tensor.ones([2]).reshaped([3]) }
            }
            for _ in 0..<100 { try step() }
            let before = try residentByteCount()
            for _ in 0..<1000 { try step() }
            #expect(try residentByteCount() - before < 32_000_000)
        }
    }
#endif

import Testing
import Torch

/// Single layers against what Keras made of the same inputs; gradients are those of Σ output · outputGradient.
@Suite struct KerasLayerTests {
    let fixture: KerasFixture
    init() throws { fixture = try KerasFixture("keras-layers") }

    /// Compares `layer`'s output with the tensor called `output`, and its gradients with respect to `inputs` with the
    /// tensors whose names stand beside them.
    func expectAgreement(
        _ name: String, output: String = "output", inputs: [(tensor: Tensor, gradient: String)],
        _ layer: () throws -> Tensor
    ) throws {
        for input in inputs { try input.tensor.requireGradient(true) }
        let result = try layer()
        try GANTests.expectAgreement(result, fixture["\(name)/\(output)"], "\(name): output")
        let loss = try (result * fixture["\(name)/outputGradient"]).sum()
        for (input, gradient) in zip(inputs, try gradients(of: loss, withRespectTo: inputs.map(\.tensor))) {
            try GANTests.expectAgreement(gradient, fixture["\(name)/\(input.gradient)"], "\(name): \(input.gradient)")
        }
    }

    /// 'same' padding where it is symmetric and where it is not: kernels 3 to 5, strides 1 to 3, odd and even sizes.
    @Test(arguments: ["conv2D", "convTranspose2D"], ["7x8", "9x14"])
    func convolutionsAgree(layer: String, size: String) throws {
        for kernelSize in 3...5 {
            for stride in 1...3 {
                let name = "\(layer)/kernel\(kernelSize)-stride\(stride)-\(size)"
                let input = try fixture["\(name)/input"]
                let kernel = try fixture["\(name)/kernel"]
                let bias = try fixture["\(name)/bias"]
                try expectAgreement(
                    name,
                    inputs: [(input, "inputGradient"), (kernel, "kernelGradient"), (bias, "biasGradient")]
                ) {
                    layer == "conv2D"
                        ? try input.conv2d(kernel: kernel, bias: bias, stride: stride, padding: .same)
                        : try input.convTranspose2d(kernel: kernel, bias: bias, stride: stride, padding: .same)
                }
            }
        }
    }

    @Test func denseAgrees() throws {
        let (input, kernel, bias) = (try fixture["dense/input"], try fixture["dense/kernel"], try fixture["dense/bias"])
        try expectAgreement(
            "dense", inputs: [(input, "inputGradient"), (kernel, "kernelGradient"), (bias, "biasGradient")]
        ) { try input.linear(kernel: kernel, bias: bias) }
    }

    @Test(arguments: ["rank2", "rank4"], [true, false])
    func batchNormAgrees(rank: String, training: Bool) throws {
        let name = "batchNorm/\(rank)"
        let input = try fixture["\(name)/input"]
        let layer = try BatchNorm(features: input.shape[1])
        try withoutGradients {
            for item in layer.parameters + layer.buffers { try item.tensor.copy(from: fixture["\(name)/\(item.name)"]) }
        }
        let mode = training ? "training" : "inference"
        let parameters = layer.parameters.map { ($0.tensor, "\($0.name)Gradient.\(mode)") }
        try expectAgreement(
            name, output: "output.\(mode)", inputs: [(input, "inputGradient.\(mode)")] + parameters
        ) { try layer(input, training: training) }
        for buffer in layer.buffers {
            let expected = try fixture["\(name)/\(buffer.name)\(training ? ".afterTraining" : "")"]
            try GANTests.expectAgreement(buffer.tensor, expected, "\(name): \(buffer.name)")
        }
    }

    @Test func leakyReLUAgrees() throws {
        let input = try fixture["leakyReLU/input"]
        try expectAgreement("leakyReLU", inputs: [(input, "inputGradient")]) { try LeakyReLU(slope: 0.3)(input) }
    }

    @Test func orderOfFeaturesAgrees() throws {
        let flat = try FlattenHWC()(fixture["flatten/input"])
        #expect(try flat.isEqual(to: fixture["flatten/output"]))
        let images = try ReshapeHWC(height: 4, width: 5, channels: 3)(fixture["reshape/input"])
        #expect(try images.isEqual(to: fixture["reshape/output"]))
    }

    @Test(arguments: ["0.0", "0.9", "1.0"])
    func crossEntropyAgrees(target: String) throws {
        let logits = try fixture["sigmoidCrossEntropy/logits"]
        try logits.requireGradient(true)
        let losses = try logits.sigmoidCrossEntropy(target: #require(Double(target)))
        let name = "sigmoidCrossEntropy/target\(target)"
        try GANTests.expectAgreement(losses, fixture["\(name)/losses"], "losses")
        let gradient = try gradients(of: losses.sum(), withRespectTo: [logits])[0]
        try GANTests.expectAgreement(gradient, fixture["\(name)/logitsGradient"], "gradient")
    }

    /// Gradients from large ones down to those below ε, and 0.
    @Test(arguments: [("0.9", 1e-4), ("0.5", 2e-4)])
    func adamAgrees(beta1: String, learningRate: Double) throws {
        let name = "adam/beta1-\(beta1)"
        let parameter = try fixture["\(name)/initial"]
        let adam = try Adam(
            parameters: [NamedTensor(name: "parameter", tensor: parameter)], stepSize: learningRate,
            beta1: #require(Double(beta1)))
        for step in 1...6 {
            try adam.step(gradients: [fixture["\(name)/step\(step)/gradient"]])
            let found = adam.state + [NamedTensor(name: "parameter.parameter", tensor: parameter)]
            for item in found {
                let field = item.name.dropFirst("parameter.".count)
                let expected = try fixture["\(name)/step\(step)/\(field)"]
                try GANTests.expectAgreement(item.tensor, expected, "step \(step): \(field)")
            }
        }
    }
}

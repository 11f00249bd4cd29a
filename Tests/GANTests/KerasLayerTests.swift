import Networks
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
        let normalization = BatchNormalization(
            gamma: try fixture["\(name)/gamma"], beta: try fixture["\(name)/beta"],
            movingMean: try fixture["\(name)/movingMean"].cloned(),
            movingVariance: try fixture["\(name)/movingVariance"].cloned(), training: training)
        let mode = training ? "training" : "inference"
        try expectAgreement(
            name, output: "output.\(mode)",
            inputs: [
                (input, "inputGradient.\(mode)"), (normalization.gamma, "gammaGradient.\(mode)"),
                (normalization.beta, "betaGradient.\(mode)"),
            ]
        ) { try input.normalized(by: normalization) }
        let moments = [("movingMean", normalization.movingMean), ("movingVariance", normalization.movingVariance)]
        for (moment, tensor) in moments {
            let expected = try fixture["\(name)/\(moment)\(training ? ".afterTraining" : "")"]
            try GANTests.expectAgreement(tensor, expected, "\(name): \(moment)")
        }
    }

    @Test func leakyReLUAgrees() throws {
        let input = try fixture["leakyReLU/input"]
        try expectAgreement("leakyReLU", inputs: [(input, "inputGradient")]) { try input.leakyReLU(slope: 0.3) }
    }

    @Test func orderOfFeaturesAgrees() throws {
        func network(@NetworkBuilder _ layers: () -> [Layer]) throws -> Network {
            try Network(
                NetworkDescription(latents: 4 * 5 * 3, layers), named: "network", random: RandomGenerator(seed: 0))
        }
        let reshape = try network { Reshape(4, 5, 3) }
        #expect(try reshape(fixture["reshape/input"], .inference).isEqual(to: fixture["reshape/output"]))
        // Descriptions of images are square, these are not, so both orders are seen by way of the rows.
        let rows = try fixture["flatten/output"]
        #expect(try reshape(rows, .inference).isEqual(to: fixture["flatten/input"]))
        let both = try network {
            Reshape(4, 5, 3)
            Flatten()
        }
        #expect(try both(rows, .inference).isEqual(to: rows))
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

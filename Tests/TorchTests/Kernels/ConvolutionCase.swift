import Foundation
import Testing
import Torch

/// A 5×5 convolution 'same', its inputs drawn at random and its results in any precision.
struct ConvolutionCase: Sendable, CustomTestStringConvertible {
    let transposed: Bool, stride: Int
    let height: Int, width: Int
    /// Of the larger and of the smaller maps.
    let channels: (Int, Int)
    let batch: Int
    private var precision = ConvolutionPrecision.float32

    /// `height` and `width` are those of the smaller maps.
    init(_ transposed: Bool, _ stride: Int, _ height: Int, _ width: Int, _ channels: (Int, Int), batch: Int = 3) {
        (self.transposed, self.stride, self.height, self.width) = (transposed, stride, height, width)
        (self.channels, self.batch) = (channels, batch)
    }

    func rounding(to precision: ConvolutionPrecision) -> Self {
        var other = self
        other.precision = precision
        return other
    }

    var testDescription: String {
        "\(transposed ? "transposed, " : "")stride \(stride), \(height)×\(width), channels \(channels), batch \(batch), "
            + "\(precision)"
    }

    var largeShape: [Int] { [batch, channels.0, height * stride, width * stride] }
    var smallShape: [Int] { [batch, channels.1, height, width] }
    var inputShape: [Int] { transposed ? smallShape : largeShape }
    var outputShape: [Int] { transposed ? largeShape : smallShape }
    var kernelShape: [Int] { [channels.1, channels.0, 5, 5] }

    struct Inputs {
        var x: Tensor, kernel: Tensor, bias: Tensor, outputGradient: Tensor

        func cast(to dtype: DType) throws -> Inputs {
            try Inputs(
                x: x.cast(to: dtype), kernel: kernel.cast(to: dtype), bias: bias.cast(to: dtype),
                outputGradient: outputGradient.cast(to: dtype))
        }
    }

    func inputs(seed: UInt64) throws -> Inputs {
        let random = try RandomGenerator(seed: seed)
        return try Inputs(
            x: random.normal(inputShape), kernel: random.normal(kernelShape), bias: random.normal([outputShape[1]]),
            outputGradient: random.normal(outputShape))
    }

    func convolve(_ x: Tensor, _ kernel: Tensor, bias: Tensor? = nil) throws -> Tensor {
        transposed
            ? try x.convTranspose2d(kernel: kernel, bias: bias, stride: stride, padding: .same, precision: precision)
            : try x.conv2d(kernel: kernel, bias: bias, stride: stride, padding: .same, precision: precision)
    }

    struct Results {
        let values: Tensor, xGradient: Tensor, kernelGradient: Tensor, biasGradient: Tensor

        var all: [Tensor] { [values, xGradient, kernelGradient, biasGradient] }
    }

    func results(_ inputs: Inputs) throws -> Results {
        let variables = try [inputs.x, inputs.kernel, inputs.bias].map { try $0.cloned().detached() }
        for variable in variables { try variable.requireGradient(true) }
        let y = try convolve(variables[0], variables[1], bias: variables[2])
        let found = try gradients(of: (y * inputs.outputGradient).sum(), withRespectTo: variables)
        return Results(values: y, xGradient: found[0], kernelGradient: found[1], biasGradient: found[2])
    }

    /// The results of libtorch's direct convolution in float64, which `ReferenceTests` checks.
    func expectedResults(_ inputs: Inputs) throws -> Results { try results(inputs.cast(to: .float64)) }

    func expectAgreement(_ found: Results, _ expected: Results) throws {
        #expect(found.values.shape == outputShape)
        #expect(try relativeError(found.values, expected.values) <= 1e-6)
        #expect(try relativeError(found.xGradient, expected.xGradient) <= 1e-6)
        #expect(try relativeError(found.kernelGradient, expected.kernelGradient) <= 3e-6)
        // A sum of many numbers of both signs, which can come out small: beside their norm.
        let difference = try (found.biasGradient.cast(to: .float64) - expected.biasGradient).square().sum().scalar()
        let norm = Double(outputShape.reduce(1, *)).squareRoot()
        #expect(difference.squareRoot() <= 1e-5 * norm)
    }

    func expectAgreementWithFloat64(seed: UInt64 = 1) throws {
        let inputs = try inputs(seed: seed)
        try expectAgreement(results(inputs), expectedResults(inputs))
    }
}

/// The L2 norm of the difference, relative to that of `expected`, which is float64.
func relativeError(_ values: Tensor, _ expected: Tensor) throws -> Double {
    let difference = try (values.cast(to: .float64) - expected).square().sum().scalar()
    return try (difference / expected.square().sum().scalar()).squareRoot()
}

/// Whether the 5×5 convolutions are Atelier's own, and not libtorch's.
let kernelsAreOurs = Runtime.convolutionKernels != "libtorch"

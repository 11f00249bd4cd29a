import Testing
import Torch

/// A discriminator of 28×28 or other images: a convolution of stride 2, a residual block, LeakyReLU, a convolution of
/// stride 2, another block, LeakyReLU and a dense logit; in any precision.
struct SmallDiscriminator {
    /// How neighbours of a convolution are computed.
    enum Way {
        /// In its own passes.
        case fused
        /// By themselves.
        case apart
    }

    var weights: [Tensor]

    init(channels: Int = 1, width: Int, size: Int, seed: UInt64) throws {
        let random = try RandomGenerator(seed: seed)
        func kernel(_ shape: [Int]) throws -> Tensor {
            let fanIn = shape.dropFirst().reduce(1, *)
            return try random.normal(shape) * (1 / Double(fanIn)).squareRoot()
        }
        let widths =
            [(channels, width), (width, width), (width, width), (width, 2 * width)]
            + Array(repeating: (2 * width, 2 * width), count: 2)
        weights = try widths.flatMap { try [kernel([$1, $0, 5, 5]), random.normal([$1]) * 0.1] }
        weights.append(try random.normal([2 * width * size * size / 16, 1]) * 0.05)
    }

    private init(weights: [Tensor]) { self.weights = weights }

    /// The same weights as variables of another type.
    func variables(_ dtype: DType) throws -> SmallDiscriminator {
        let copies = try weights.map { try $0.cast(to: dtype).cloned().detached() }
        for copy in copies { try copy.requireGradient(true) }
        return SmallDiscriminator(weights: copies)
    }

    /// Logits [N, 1] of images [N, C, S, S].
    func callAsFunction(_ images: Tensor, _ way: Way) throws -> Tensor {
        func convolve(_ x: Tensor, _ layer: Int, stride: Int = 1, active: Bool = true, adding: Tensor? = nil) throws
            -> Tensor
        {
            let (kernel, bias) = (weights[2 * layer], weights[2 * layer + 1])
            if way == .fused {
                return try x.conv2d(
                    kernel: kernel, bias: bias, stride: stride, padding: .same,
                    afterLeakyReLU: active ? 0.3 : nil, adding: adding)
            }
            let y = try (active ? x.leakyReLU(slope: 0.3) : x)
                .conv2d(kernel: kernel, bias: bias, stride: stride, padding: .same)
            return try adding.map { try y + $0 } ?? y
        }
        var x = try convolve(images, 0, stride: 2, active: false)
        x = try convolve(convolve(x, 1), 2, adding: x)
        x = try convolve(x, 3, stride: 2)
        x = try convolve(convolve(x, 4), 5, adding: x)
        let rows = try x.leakyReLU(slope: 0.3).flattenedHWC()
        return try rows.linear(kernel: weights[12], bias: nil)
    }

    /// The loss of logits against "real", and γ/2 of the squared norm of their gradient by the images, means over the
    /// batch: R1 of Mescheder et al. 2018, https://arxiv.org/abs/1801.04406.
    func penalizedLoss(_ images: Tensor, _ way: Way, differentiable: Bool = true) throws -> Tensor {
        let images = try images.detached()
        try images.requireGradient(true)
        let logits = try self(images, way)
        let slopes = try gradients(of: logits.sum(), withRespectTo: [images], differentiable: true)[0]
        return try logits.negated().softplus().mean() + slopes.square().sum() * (0.5 / Double(images.shape[0]))
    }

    func penalizedGradients(_ images: Tensor, _ way: Way) throws -> [Tensor] {
        try gradients(of: penalizedLoss(images, way), withRespectTo: weights)
    }
}

internal import CTorch

/// Dropout of LeakyReLU(x), which a convolution can have in its own pass.
public struct LeakyReLUDropout {
    /// Of LeakyReLU; 1 for none.
    public let slope: Double
    public let rate: Double
    /// What the dropped elements are drawn from.
    public let generator: RandomGenerator

    /// `rate` is above 0 and below 1.
    public init(slope: Double, rate: Double, generator: RandomGenerator) throws {
        guard rate > 0, rate < 1 else {
            throw TorchError(
                code: .invalidArgument, operation: "dropout",
                message: "expected a rate of 0 to less than 1, got \(rate)")
        }
        self.slope = slope
        self.rate = rate
        self.generator = generator
    }

    var settings: ct_dropout { ct_dropout(rate: rate, slope: slope, generator: generator.handle) }
}

/// LeakyReLU of a batch normalisation, which a transposed convolution can have in its own pass.
public struct BatchNormLeakyReLU {
    public let batchNorm: BatchNorm
    public let activation: LeakyReLU
    public let training: Bool

    public init(batchNorm: BatchNorm, activation: LeakyReLU, training: Bool) {
        self.batchNorm = batchNorm
        self.activation = activation
        self.training = training
    }

    var settings: ct_batch_norm { batchNorm.settings(then: activation, training: training) }
}

extension Tensor {
    /// The matrix product over the last two dimensions, [.., M, K] · [.., K, N] -> [.., M, N].
    public func matmul(_ other: Tensor) throws -> Tensor {
        if rank == 2, other.rank == 2, shape[1] != other.shape[0] {
            throw TorchError(
                code: .invalidArgument, operation: "matmul",
                message: "expected \(shape[1]) rows on the right, got \(other.shape[0])", shapes: [shape, other.shape])
        }
        return try Engine.make("matmul", [self, other]) { ct_matmul(handle, other.handle, $0, $1) }
    }

    /// self · kernel + bias: [N, in] · [in, out] + [out] -> [N, out].
    public func linear(kernel: Tensor, bias: Tensor?) throws -> Tensor {
        guard rank == 2, kernel.rank == 2, shape[1] == kernel.shape[0] else {
            let expected = kernel.rank == 2 ? "[N, \(kernel.shape[0])]" : "a kernel of 2 dimensions"
            throw TorchError(
                code: .invalidArgument, operation: "linear", message: "expected \(expected)", shapes: [shape])
        }
        return try Engine.make("linear", [self, kernel] + (bias.map { [$0] } ?? [])) {
            ct_linear(handle, kernel.handle, bias?.handle, $0, $1)
        }
    }

    /// Cross-correlates images [N, C, H, W] with a kernel [O, C, kh, kw] -> [N, O, H', W'], where H' is ⌈H/stride⌉
    /// with ``Padding/same`` and ⌊(H − kh)/stride⌋ + 1 with ``Padding/valid``; bias is [O].
    ///
    /// With a `dropout`, gives ``dropout(rate:afterLeakyReLU:generator:)`` of that, in less time than one after the
    /// other.
    public func conv2d(
        kernel: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Padding,
        precision: ConvolutionPrecision = .float32, then dropout: LeakyReLUDropout? = nil
    ) throws -> Tensor {
        try checkConvolution("conv2d", kernel: kernel, inputs: 1, stride: stride)
        let margins = padding.margins(sizes: shape[2...], kernels: kernel.shape[2...], stride: stride)
        return try Engine.make("conv2d", [self, kernel] + (bias.map { [$0] } ?? [])) { out, message in
            func run(_ dropout: UnsafePointer<ct_dropout>?) -> ct_status {
                ct_conv2d(
                    handle, kernel.handle, bias?.handle, Int64(stride), margins, precision == .bfloat16, dropout, out,
                    message)
            }
            guard let dropout else { return run(nil) }
            return withUnsafePointer(to: dropout.settings, run)
        }
    }

    /// The adjoint of ``conv2d(kernel:bias:stride:padding:)`` with the same kernel: [N, C, H, W] with a kernel
    /// [C, O, kh, kw] -> [N, O, H', W'], where H' is H·stride with ``Padding/same`` and (H − 1)·stride + kh with
    /// ``Padding/valid``; bias is [O].
    ///
    /// With a `normalization`, it takes that of the maps, in less time than one after the other.
    public func convTranspose2d(
        kernel: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Padding,
        precision: ConvolutionPrecision = .float32, after normalization: BatchNormLeakyReLU? = nil
    ) throws -> Tensor {
        try checkConvolution("convTranspose2d", kernel: kernel, inputs: 0, stride: stride)
        try normalization?.batchNorm.check(self, features: shape[1], shape[1] * shape[2] * shape[3])
        // What the convolution of the result would pad is cropped; what it would skip, a stride wider than the kernel,
        // stays zero.
        let crop = padding.margins(
            sizes: shape[2...].map { $0 * stride }[...], kernels: kernel.shape[2...], stride: stride)
        let extensions = kernel.shape[2...].map { padding == .same ? max(Int64(stride - $0), 0) : 0 }
        let inputs = [self, kernel] + (bias.map { [$0] } ?? []) + (normalization?.batchNorm.tensors ?? [])
        return try Engine.make("convTranspose2d", inputs) { out, message in
            func run(_ batchNorm: UnsafePointer<ct_batch_norm>?) -> ct_status {
                ct_conv_transpose2d(
                    handle, kernel.handle, bias?.handle, Int64(stride), crop, extensions, precision == .bfloat16,
                    batchNorm, out, message)
            }
            guard let normalization else { return run(nil) }
            return withUnsafePointer(to: normalization.settings, run)
        }
    }

    /// Zeroes each element with the probability `rate` and multiplies the others by 1/(1 − rate).
    ///
    /// With a `slope`, it does so to the LeakyReLU of each element, in one pass.
    public func dropout(rate: Double, afterLeakyReLU slope: Double? = nil, generator: RandomGenerator) throws -> Tensor
    {
        if rate == 0 { return try slope.map(leakyReLU) ?? self }
        let dropout = try LeakyReLUDropout(slope: slope ?? 1, rate: rate, generator: generator)
        return try Engine.make("dropout", [self]) { ct_dropped(handle, dropout.settings, $0, $1) }
    }

    private func checkConvolution(_ operation: String, kernel: Tensor, inputs: Int, stride: Int) throws {
        func fail(_ message: String) -> TorchError {
            TorchError(code: .invalidArgument, operation: operation, message: message, shapes: [shape])
        }
        guard kernel.rank == 4, kernel.count > 0 else {
            throw fail("expected a kernel of 4 extents above 0, got \(kernel.shape)")
        }
        guard rank == 4 else { throw fail("expected images [N, C, H, W]") }
        guard shape[1] == kernel.shape[inputs] else {
            throw fail("expected \(kernel.shape[inputs]) channels, got \(shape[1])")
        }
        guard (1...1024).contains(stride) else { throw fail("expected a stride of 1 to 1024, got \(stride)") }
    }
}

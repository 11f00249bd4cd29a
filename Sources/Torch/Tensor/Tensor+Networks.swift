internal import CTorch

extension Tensor {
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
    /// What comes before and after it takes less time here than apart: LeakyReLU of the images, where its `slope` is given;
    /// ``dropout(rate:afterLeakyReLU:random:)`` of the result, by a `dropout`; and then its sum with an `addend`, of
    /// its shape.
    public func conv2d(
        kernel: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Padding,
        precision: ConvolutionPrecision = .float32, afterLeakyReLU slope: Double? = nil,
        then dropout: LeakyReLUDropout? = nil, adding addend: Tensor? = nil
    ) throws -> Tensor {
        try checkConvolution("conv2d", kernel: kernel, inputs: 1, stride: stride)
        let margins = padding.margins(sizes: shape[2...], kernels: kernel.shape[2...], stride: stride)
        let inputs = [self, kernel] + [bias, addend].compactMap { $0 }
        let sizes = (2...3).map { axis in
            let (before, after) = padding.widths(size: shape[axis], kernel: kernel.shape[axis], stride: stride)
            return (shape[axis] + before + after - kernel.shape[axis]) / stride + 1
        }
        if let addend, addend.shape != [shape[0], kernel.shape[0]] + sizes {
            throw TorchError(
                code: .invalidArgument, operation: "conv2d",
                message: "expected an addend \([shape[0], kernel.shape[0]] + sizes)", shapes: inputs.map(\.shape))
        }
        return try Engine.make("conv2d", inputs) { out, message in
            func run(_ dropout: UnsafePointer<ct_dropout>?) -> ct_status {
                let neighbours = ct_convolution_neighbours(
                    slope: slope ?? 1, dropout: dropout, addend: addend?.handle)
                return ct_conv2d(
                    handle, kernel.handle, bias?.handle, Int64(stride), margins, precision == .bfloat16, neighbours,
                    out, message)
            }
            guard let dropout else { return run(nil) }
            return withUnsafePointer(to: dropout.settings, run)
        }
    }

    /// The adjoint of ``conv2d(kernel:bias:stride:padding:)`` with the same kernel: [N, C, H, W] with a kernel
    /// [C, O, kh, kw] -> [N, O, H', W'], where H' is H·stride with ``Padding/same`` and (H − 1)·stride + kh with
    /// ``Padding/valid``; bias is [O].
    ///
    /// With a `normalization`, it takes that of the maps, in less time than one after the other; its features are the
    /// channels or, where it comes before the reshape into maps, the elements of an image in the order H, W, C.
    public func convTranspose2d(
        kernel: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Padding,
        precision: ConvolutionPrecision = .float32, after normalization: BatchNormalization? = nil
    ) throws -> Tensor {
        try checkConvolution("convTranspose2d", kernel: kernel, inputs: 0, stride: stride)
        try normalization?.check(self, features: shape[1], shape[1] * shape[2] * shape[3])
        // What the convolution of the result would pad is cropped; what it would skip, a stride wider than the kernel,
        // stays zero.
        let crop = padding.margins(
            sizes: shape[2...].map { $0 * stride }[...], kernels: kernel.shape[2...], stride: stride)
        let extensions = kernel.shape[2...].map { padding == .same ? max(Int64(stride - $0), 0) : 0 }
        let inputs = [self, kernel] + (bias.map { [$0] } ?? []) + (normalization?.tensors ?? [])
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
    public func dropout(rate: Double, afterLeakyReLU slope: Double? = nil, random: RandomGenerator) throws -> Tensor {
        if rate == 0 { return try slope.map(leakyReLU) ?? self }
        let dropout = try LeakyReLUDropout(slope: slope ?? 1, rate: rate, random: random)
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

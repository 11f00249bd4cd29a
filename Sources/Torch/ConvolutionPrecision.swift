/// To what convolutions of float32 round the numbers that they multiply. Sums, and all that is stored, stay float32.
public enum ConvolutionPrecision: Sendable {
    /// 24 bits of precision, as everything else.
    case float32
    /// On CPUs with AVX-512 BF16, in 5×5 convolutions of at least 8 channels on both sides; elsewhere an error.
    case bfloat16

    /// Throws unless convolutions on `device` can have this precision.
    public func require(on device: Device) throws {
        guard self == .float32 || (device == .cpu && Runtime.hasBFloat16) else {
            throw TorchError(
                code: .unavailable, operation: "precision",
                message: "bfloat16 needs a CPU with AVX-512 BF16; use --precision float32")
        }
    }

    /// The precision in which a convolution of a training step takes the least time on `device`, by a trial of some
    /// hundred milliseconds: float32 unless bfloat16 is there and saves at least a twentieth, as it does on Zen 5 and
    /// not on Sapphire Rapids.
    ///
    /// What is timed are the forward pass and both backward passes of a stride-1 5×5 convolution of `batch` maps of 7×7,
    /// from `channels` to half as many.
    public static func fastest(on device: Device, channels: Int, batch: Int) throws -> ConvolutionPrecision {
        guard device == .cpu, Runtime.hasBFloat16 else { return .float32 }
        let random = try RandomGenerator(seed: 0)
        let x = try random.normal([batch, channels, 7, 7])
        let kernel = try random.normal([max(channels / 2, 1), channels, 5, 5])
        for variable in [x, kernel] { try variable.requireGradient(true) }
        func seconds(_ precision: ConvolutionPrecision) throws -> Double {
            let start = ContinuousClock.now
            let y = try x.conv2d(kernel: kernel, padding: .same, precision: precision)
            _ = try gradients(of: y.sum(), withRespectTo: [x, kernel])
            return start.duration(to: .now) / .seconds(1)
        }
        // By turns, and the least of each: other programs only add to the time.
        var least: [ConvolutionPrecision: Double] = [:]
        for round in 0..<6 {
            for precision in [ConvolutionPrecision.float32, .bfloat16] {
                let time = try seconds(precision)
                // The first round fetches code and memory.
                if round > 0 { least[precision] = min(least[precision] ?? time, time) }
            }
        }
        return least[.bfloat16, default: .infinity] < 0.95 * least[.float32, default: 0] ? .bfloat16 : .float32
    }
}

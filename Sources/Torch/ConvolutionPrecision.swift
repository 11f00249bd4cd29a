/// To what convolutions of float32 round the numbers that they multiply. Sums, and all that is stored, stay float32.
public enum ConvolutionPrecision: Sendable {
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
}

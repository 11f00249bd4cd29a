/// [N, C, H, W] -> [N, H·W·C], the elements of a row in the order H, W, C, in which Keras keeps images.
public final class FlattenHWC: Layer {
    public init() {}

    public var parameters: [NamedTensor] { [] }

    public func callAsFunction(_ x: Tensor) throws -> Tensor {
        guard x.rank == 4 else {
            throw TorchError(
                code: .invalidArgument, operation: "flatten", message: "expected images [N, C, H, W]",
                shapes: [x.shape])
        }
        return try x.permuted([0, 2, 3, 1]).reshaped([x.shape[0], x.shape[1] * x.shape[2] * x.shape[3]])
    }
}

/// [N, H·W·C], the elements of a row in the order H, W, C, in which Keras keeps images, -> [N, C, H, W].
public final class ReshapeHWC: Layer {
    public let height: Int
    public let width: Int
    public let channels: Int

    public init(height: Int, width: Int, channels: Int) {
        self.height = height
        self.width = width
        self.channels = channels
    }

    public var parameters: [NamedTensor] { [] }

    public func callAsFunction(_ x: Tensor) throws -> Tensor {
        guard x.rank == 2 else {
            throw TorchError(
                code: .invalidArgument, operation: "reshape", message: "expected rows [N, H·W·C]", shapes: [x.shape])
        }
        return try x.reshaped([x.shape[0], height, width, channels]).permuted([0, 3, 1, 2])
    }
}

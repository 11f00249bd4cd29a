import Files
public import GAN
import SwiftProtobuf
import Torch

/// Networks as ONNX files, which many runtimes run.
public enum ONNXFile {
    /// ONNX's operators as of this version; every runtime since 2021 has them.
    static let opset: Int64 = 17
    /// The version of the file format that came with that.
    static let irVersion: Int64 = 8
    /// Protocol buffers cannot be longer.
    private static let maximumBytes = Int(Int32.max)

    /// Writes a network in inference mode to `path`, wholly or not at all. A generator takes `latents` `[N, Z]` and
    /// gives `images` `[N, C, H, W]` from −1 (paper) to 1 (ink); a discriminator takes `images` and gives `logits`
    /// `[N, 1]`. N is free.
    ///
    /// Throws ``InterchangeError`` for a network too large for the format, `FileError` where the system refuses.
    public static func write(_ weights: NetworkWeights, to path: String) throws {
        // The graph's own text takes some kilobytes.
        guard weights.tensors.reduce(0, { $0 + 4 * $1.tensor.count }) < maximumBytes - 1 << 20 else {
            throw InterchangeError(
                path: path, message: "an ONNX file holds no network of 2 GiB or more; export as safetensors instead")
        }
        var model = Onnx_ModelProto()
        model.irVersion = irVersion
        model.producerName = "atelier"
        model.opsetImport = [.with { $0.version = opset }]
        model.graph = try graph(weights)
        let bytes: [UInt8] = try model.serializedBytes()
        try AtomicFile.write(bytes, to: path)
    }
}

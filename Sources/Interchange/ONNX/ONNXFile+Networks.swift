import GAN
import Torch

/// The two networks, operation by operation, as `Generator` and `Discriminator` compute them in inference mode.
extension ONNXFile {
    // Keras's defaults, which the tutorial leaves as they are.
    private static let leakyReLUSlope = 0.3
    private static let batchNormEpsilon = 1e-3

    static func generator(_ weights: NetworkWeights) throws -> Onnx_GraphProto {
        let shape = weights.shape
        let base = shape.imageSize / 4
        var graph = ONNXGraph(weights)
        var x = try graph.add("MatMul", "dense", "latents", weights: ["kernel"])
        x = try normalized(x, by: 0, &graph)
        // Keras's order is H, W, C.
        x = graph.addReshape("rows", x, shape: [base, base, 4 * shape.width])
        x = try graph.add("Transpose", "features", x, [.ints("perm", [0, 3, 1, 2])])
        x = try convTransposed(x, by: "convTranspose1", stride: 1, size: base, &graph)
        x = try normalized(x, by: 1, &graph)
        x = try convTransposed(x, by: "convTranspose2", stride: 2, size: base, &graph)
        x = try normalized(x, by: 2, &graph)
        x = try convTransposed(x, by: "convTranspose3", stride: 2, size: 2 * base, &graph)
        _ = try graph.add("Tanh", "images", x)
        return graph.finished(
            input: ("latents", [.free("N"), .fixed(shape.latentSize)], "Numbers from N(0, 1)."),
            output: ("images", images(shape), "From -1 (paper) to 1 (ink)."))
    }

    static func discriminator(_ weights: NetworkWeights) throws -> Onnx_GraphProto {
        let shape = weights.shape
        var graph = ONNXGraph(weights)
        var x = "images"
        for (number, size) in [(1, shape.imageSize), (2, shape.imageSize / 2)] {
            x = try graph.add(
                "Conv", "conv\(number)", x, weights: ["kernel", "bias"], convolution(stride: 2, size: size))
            x = try graph.add("LeakyRelu", "leakyReLU\(number)", x, [.float("alpha", leakyReLUSlope)])
        }
        // Keras's order is H, W, C.
        x = try graph.add("Transpose", "rows", x, [.ints("perm", [0, 2, 3, 1])])
        x = try graph.add("Flatten", "features", x, [.int("axis", 1)])
        x = try graph.add("Gemm", "dense", x, weights: ["kernel", "bias"])
        _ = try graph.add("Identity", "logits", x)
        return graph.finished(
            input: ("images", images(shape), "From -1 (paper) to 1 (ink)."),
            output: ("logits", [.free("N"), .fixed(1)], "Above 0 for what looks real."))
    }

    private static func images(_ shape: NetworkShape) -> [ONNXGraph.Extent] {
        [.free("N"), .fixed(shape.channels), .fixed(shape.imageSize), .fixed(shape.imageSize)]
    }

    private static func normalized(_ x: String, by number: Int, _ graph: inout ONNXGraph) throws -> String {
        let normalized = try graph.add(
            "BatchNormalization", "batchNorm\(number)", x, weights: ["gamma", "beta", "movingMean", "movingVariance"],
            [.float("epsilon", batchNormEpsilon)])
        return try graph.add("LeakyRelu", "leakyReLU\(number)", normalized, [.float("alpha", leakyReLUSlope)])
    }

    /// The adjoint of the convolution that halves, or keeps, `size · stride` pixels.
    private static func convTransposed(
        _ x: String, by name: String, stride: Int, size: Int, _ graph: inout ONNXGraph
    ) throws -> String {
        try graph.add(
            "ConvTranspose", name, x, weights: ["kernel"], convolution(stride: stride, size: size * stride))
    }

    /// TensorFlow's 'same' for a 5×5 kernel on `size` pixels, in numbers: ONNX's own `auto_pad` is read differently by
    /// different runtimes where the zeros before and after are not as many.
    private static func convolution(stride: Int, size: Int) -> [Onnx_AttributeProto] {
        let (before, after) = Padding.same.widths(size: size, kernel: 5, stride: stride)
        return [
            .ints("kernel_shape", [5, 5]), .ints("strides", [stride, stride]),
            .ints("pads", [before, before, after, after]),
        ]
    }
}

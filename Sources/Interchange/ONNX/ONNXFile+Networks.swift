import GAN
import Networks
import Torch

/// A network, layer by layer, as it computes in inference mode.
extension ONNXFile {
    static func graph(_ weights: NetworkWeights) throws -> Onnx_GraphProto {
        let network = weights.network
        var graph = ONNXGraph(weights)
        let (input, output) = weights.kind == .generator ? ("latents", "images") : ("images", "logits")
        try graph.add(network.placed(), input)
        func value(_ name: String, _ extents: [Int]) -> ONNXGraph.Value {
            ONNXGraph.Value(
                name: name, shape: [.free("N")] + extents.map(ONNXGraph.Extent.fixed), meaning: meanings[name] ?? "")
        }
        return graph.finished(
            inputs: [value(input, network.input)] + (network.classes.map { [value("labels", [$0])] } ?? []),
            output: value(output, try network.output()))
    }

    private static let meanings = [
        "latents": "Numbers from N(0, 1).", "labels": "1 for the input's class, 0 for the others.",
        "images": "From -1 (paper) to 1 (ink).", "logits": "Above 0 for what looks real.",
    ]
}

extension ONNXGraph {
    /// Adds the nodes of `layers`, of which the first takes `input`, and returns the name of what the last one gives.
    @discardableResult
    fileprivate mutating func add(_ layers: [PlacedLayer], _ input: String) throws -> String {
        var x = input
        for layer in layers { x = try add(layer, x) }
        return x
    }

    private mutating func add(_ placed: PlacedLayer, _ x: String) throws -> String {
        let name = placed.name
        switch placed.layer {
        case .dense(let dense):
            return try dense.bias
                ? add("Gemm", name, [x], weights: ["kernel", "bias"]) : add("MatMul", name, [x], weights: ["kernel"])
        case .batchNorm(let layer):
            return try add(
                "BatchNormalization", name, [x], weights: ["gamma", "beta", "movingMean", "movingVariance"],
                [.float("epsilon", layer.epsilon)])
        case .leakyReLU(let layer): return try add("LeakyRelu", name, [x], [.float("alpha", layer.slope)])
        case .dropout: return x
        case .tanh: return try add("Tanh", name, [x])
        case .reshape(let shape):
            // Keras's order is H, W, C.
            let rows = try addReshape("\(name).rows", x, shape: [shape.height, shape.width, shape.channels])
            return try add("Transpose", name, [rows], [.ints("perm", [0, 3, 1, 2])])
        case .flatten:
            let rows = try add("Transpose", "\(name).rows", [x], [.ints("perm", [0, 2, 3, 1])])
            return try add("Flatten", name, [rows], [.int("axis", 1)])
        case .conv2D(let layer):
            return try add(
                "Conv", name, [x], weights: layer.bias ? ["kernel", "bias"] : ["kernel"],
                convolution(kernel: layer.kernel, stride: layer.stride, sizes: placed.input))
        case .convTranspose2D(let layer):
            // The adjoint of the convolution that makes the input's extents of the output's.
            return try add(
                "ConvTranspose", name, [x], weights: layer.bias ? ["kernel", "bias"] : ["kernel"],
                convolution(kernel: layer.kernel, stride: layer.stride, sizes: placed.output))
        case .residual:
            let branches = try placed.branches.map { try add($0, x) }
            return try add("Add", name, branches)
        case .classEmbedding:
            let embedding = try add("MatMul", "\(name).embedded", ["labels"], weights: ["kernel"], of: name)
            return try add("Concat", name, [x, embedding], [.int("axis", 1)])
        case .classProjection:
            let logits = try add("Gemm", "\(name).logits", [x], weights: ["kernel", "bias"], of: name)
            let embedding = try add("MatMul", "\(name).embedded", ["labels"], weights: ["embedding"], of: name)
            let products = try add("Mul", "\(name).products", [embedding, x])
            let axes = addNumbers("\(name).axes", [1])
            return try add("Add", name, [logits, add("ReduceSum", "\(name).projected", [products, axes])])
        }
    }

    /// TensorFlow's 'same' for images [C, H, W], in numbers: ONNX's own `auto_pad` is read differently by different
    /// runtimes where the zeros before and after are not as many.
    private func convolution(kernel: Int, stride: Int, sizes: [Int]) -> [Onnx_AttributeProto] {
        let rows = Padding.same.widths(size: sizes[1], kernel: kernel, stride: stride)
        let columns = Padding.same.widths(size: sizes[2], kernel: kernel, stride: stride)
        return [
            .ints("kernel_shape", [kernel, kernel]), .ints("strides", [stride, stride]),
            .ints("pads", [rows.before, columns.before, rows.after, columns.after]),
        ]
    }
}

import Foundation
import GAN
import SwiftProtobuf
import Torch

/// A graph of ONNX's that is being made, node after node; each node's output is named after the node.
struct ONNXGraph {
    private var graph = Onnx_GraphProto()
    private let weights: NetworkWeights

    /// An extent of an input or output.
    enum Extent {
        case fixed(Int)
        /// As many as the caller likes.
        case free(String)
    }

    init(_ weights: NetworkWeights) {
        self.weights = weights
        graph.name = weights.kind.rawValue
    }

    /// An input or output of the graph.
    struct Value {
        let name: String
        let shape: [Extent]
        /// What its numbers mean.
        let meaning: String
    }

    /// The graph from `inputs` to `output`, as which the last node's output is known.
    func finished(inputs: [Value], output: Value) -> Onnx_GraphProto {
        var graph = graph
        graph.node[graph.node.count - 1].output = [output.name]
        graph.input = inputs.map(Self.value)
        graph.output = [Self.value(output)]
        return graph
    }

    /// Adds a node and returns the name of its output. `weightNames` are weights of `layer`, or of the layer of the
    /// node's name, and follow `inputs`.
    mutating func add(
        _ operation: String, _ name: String, _ inputs: [String], weights weightNames: [String] = [],
        of layer: String? = nil, _ attributes: [Onnx_AttributeProto] = []
    ) throws -> String {
        var node = Onnx_NodeProto()
        node.opType = operation
        node.name = name
        node.input = inputs
        node.output = [name]
        node.attribute = attributes
        for weightName in weightNames {
            let layer = layer ?? name
            guard let tensor = weights.tensor(layer, weightName) else { continue }
            graph.initializer.append(try Self.initializer(tensor, name: "\(layer).\(weightName)"))
            node.input.append("\(layer).\(weightName)")
        }
        graph.node.append(node)
        return name
    }

    /// Adds a node that gives `input`, of N rows, the shape `[N] + shape`.
    mutating func addReshape(_ name: String, _ input: String, shape: [Int]) throws -> String {
        // 0 stands for the input's own extent.
        try add("Reshape", name, [input, addNumbers("\(name).shape", [0] + shape)])
    }

    /// Adds a constant of whole numbers, as some nodes take for an input, and returns its name.
    mutating func addNumbers(_ name: String, _ numbers: [Int]) -> String {
        var constant = Onnx_TensorProto()
        constant.name = name
        constant.dataType = Int32(Onnx_TensorProto.DataType.int64.rawValue)
        constant.dims = [Int64(numbers.count)]
        constant.rawData = numbers.map { Int64($0).littleEndian }.withUnsafeBytes { Data($0) }
        graph.initializer.append(constant)
        return name
    }

    private static func initializer(_ tensor: Tensor, name: String) throws -> Onnx_TensorProto {
        var initializer = Onnx_TensorProto()
        initializer.name = name
        initializer.dataType = Int32(Onnx_TensorProto.DataType.float.rawValue)
        initializer.dims = tensor.shape.map(Int64.init)
        initializer.rawData = try tensor.withUnsafeBytes { Data($0) }
        return initializer
    }

    private static func value(_ value: Value) -> Onnx_ValueInfoProto {
        var info = Onnx_ValueInfoProto()
        info.name = value.name
        info.docString = value.meaning
        info.type.tensorType.elemType = Int32(Onnx_TensorProto.DataType.float.rawValue)
        info.type.tensorType.shape.dim = value.shape.map { extent in
            .with { dimension in
                switch extent {
                case .fixed(let size): dimension.dimValue = Int64(size)
                case .free(let name): dimension.dimParam = name
                }
            }
        }
        return info
    }
}

extension Onnx_AttributeProto {
    static func float(_ name: String, _ value: Double) -> Self {
        .with {
            $0.name = name
            $0.type = .float
            $0.f = Float(value)
        }
    }

    static func int(_ name: String, _ value: Int) -> Self {
        .with {
            $0.name = name
            $0.type = .int
            $0.i = Int64(value)
        }
    }

    static func ints(_ name: String, _ values: [Int]) -> Self {
        .with {
            $0.name = name
            $0.type = .ints
            $0.ints = values.map(Int64.init)
        }
    }
}

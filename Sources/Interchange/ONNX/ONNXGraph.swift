import Foundation
import GAN
import SwiftProtobuf
import Torch

/// A graph of ONNX's that is being made, node after node; each node's output is named after the node.
struct ONNXGraph {
    private var graph = Onnx_GraphProto()
    private let weights: NetworkWeights
    private let shape: NetworkShape

    /// An extent of an input or output.
    enum Extent {
        case fixed(Int)
        /// As many as the caller likes.
        case free(String)
    }

    init(_ weights: NetworkWeights) {
        self.weights = weights
        shape = weights.shape
        graph.name = weights.network.rawValue
    }

    /// The graph from `input` to `output`.
    func finished(
        input: (name: String, shape: [Extent], description: String),
        output: (name: String, shape: [Extent], description: String)
    ) -> Onnx_GraphProto {
        var graph = graph
        graph.input = [Self.value(input)]
        graph.output = [Self.value(output)]
        return graph
    }

    /// Adds a node and returns the name of its output. `weightNames` are the names of its layer's weights, which follow
    /// `input`.
    mutating func add(
        _ operation: String, _ name: String, _ input: String, weights weightNames: [String] = [],
        _ attributes: [Onnx_AttributeProto] = []
    ) throws -> String {
        var node = Onnx_NodeProto()
        node.opType = operation
        node.name = name
        node.input = [input]
        node.output = [name]
        node.attribute = attributes
        for weightName in weightNames {
            guard let tensor = weights.tensor(name, weightName) else { continue }
            graph.initializer.append(try Self.initializer(tensor, name: "\(name).\(weightName)"))
            node.input.append("\(name).\(weightName)")
        }
        graph.node.append(node)
        return name
    }

    /// Adds a node that gives `input`, of N rows, the shape `[N] + shape`.
    mutating func addReshape(_ name: String, _ input: String, shape: [Int]) -> String {
        var extents = Onnx_TensorProto()
        extents.name = "\(name).shape"
        extents.dataType = Int32(Onnx_TensorProto.DataType.int64.rawValue)
        extents.dims = [Int64(shape.count + 1)]
        // 0 stands for the input's own extent.
        extents.rawData = ([0] + shape).map { Int64($0).littleEndian }.withUnsafeBytes { Data($0) }
        graph.initializer.append(extents)
        var node = Onnx_NodeProto()
        node.opType = "Reshape"
        node.name = name
        node.input = [input, extents.name]
        node.output = [name]
        graph.node.append(node)
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

    private static func value(_ value: (name: String, shape: [Extent], description: String)) -> Onnx_ValueInfoProto {
        var info = Onnx_ValueInfoProto()
        info.name = value.name
        info.docString = value.description
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

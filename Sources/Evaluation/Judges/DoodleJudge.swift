import Foundation
public import GAN
import Networks
import Torch

/// A small classifier of doodles, trained by `atelier-judge train`; its last hidden layer are the features. It looks at grey
/// drawings at 28×28 pixels, to which others are brought.
public final class DoodleJudge: Judge {
    /// Name and version.
    public let name: String
    /// What it can take a drawing for, in the order of its labels.
    public let categories: [String]
    private let features: Network
    private let head: Network

    /// The judge that lies beside the tool. Throws ``EvaluationError`` where it is absent.
    public convenience init() throws {
        try self.init(weights: EvaluationResources.path(of: "doodles.safetensors"))
    }

    /// The judge that `atelier-judge train` wrote to `path`.
    public init(weights path: String) throws {
        let file = try Safetensors.read(path)
        guard let version = file.metadata["version"], let names = file.metadata["categories"] else {
            throw EvaluationError("\(path) is no judge; expected a file that `atelier-judge train` wrote")
        }
        name = "doodle classifier \(version)"
        categories = names.split(separator: ",").map(String.init)
        func network(_ description: NetworkDescription, _ name: String) throws -> Network {
            try Network(description, named: name) { weight in
                guard let tensor = file.tensor(named: "\(name).\(weight.name)"), tensor.shape == weight.shape else {
                    throw EvaluationError("\(path) has no \(name).\(weight.name) \(weight.shape); make the judge again")
                }
                return try tensor.cast(to: .float32)
            }
        }
        features = try network(DoodleClassifier.features, "features")
        head = try network(DoodleClassifier.head(categories: categories.count), "head")
    }

    /// Features [N, 96] and categories of N drawings of any size.
    public func look(at drawings: Drawings) throws -> Impression {
        let drawings = try drawings.resized(to: DoodleClassifier.size)
        var parts: [Tensor] = []
        var labels: [Int] = []
        try withoutGradients {
            try drawings.forEachBatch { batch in
                let part = try features(batch, .inference)
                parts.append(part)
                let logits = try head(part, .inference).floats()
                let outputs = head.output[0]
                labels += stride(from: 0, to: logits.count, by: outputs).map { start in
                    (0..<outputs).max { logits[start + $0] < logits[start + $1] } ?? 0
                }
            }
        }
        return Impression(
            features: try .concatenated(parts), labels: labels, outliers: labels.map { $0 == categories.count })
    }
}

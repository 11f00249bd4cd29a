import Foundation
import GAN
import Testing
import Torch

/// A file that Keras's results were written to; see Tests/Fixtures/README.md.
struct KerasFixture {
    private let tensors: [String: Tensor]

    init(_ name: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/\(name).safetensors")
        tensors = Dictionary(
            uniqueKeysWithValues: try Safetensors.read(file.path).tensors.map { ($0.name, $0.tensor) })
    }

    subscript(_ name: String) -> Tensor {
        get throws { try #require(tensors[name], "the fixture has no \(name)") }
    }

    /// Copies the tensors called `prefix` and the names of `targets` into these.
    func load(_ prefix: String, into targets: [NamedTensor]) throws {
        try withoutGradients {
            for target in targets { try target.tensor.copy(from: self[prefix + target.name]) }
        }
    }
}

/// Expects max |found − expected| ≤ 1e-5 · max |expected|.
func expectAgreement(
    _ found: Tensor, _ expected: Tensor, _ what: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    #expect(found.shape == expected.shape, "\(what)", sourceLocation: sourceLocation)
    let (found, expected) = (try found.detached().floats(), try expected.floats())
    let scale = expected.map(abs).max() ?? 0
    let difference = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(
        difference <= 1e-5 * scale, "\(what) differs by \(difference / scale) relatively",
        sourceLocation: sourceLocation)
}

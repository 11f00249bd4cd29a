import Evaluation
import Files
import Foundation

/// What `atelier evaluate` left in a run's folder.
struct StoredEvaluation: Encodable, Sendable {
    /// When it was judged, in seconds since 1970.
    let time: Double
    /// Whether other weights are drawn with since.
    let isOutdated: Bool
    /// The addresses of its pictures: drawings above the training drawings nearest to them, and the most convincing above the
    /// least.
    let pictures: Pictures
    let evaluation: Evaluation

    struct Pictures: Encodable, Sendable {
        let nearest: String?
        let convincing: String?
    }

    static let fileName = "evaluation/evaluation.json"
    static let pictureNames = ["nearest.png", "convincing.png"]

    /// Throws ``Problem`` where the run was not judged, or what was found cannot be read.
    init(_ record: RunRecord) throws {
        guard let file = record.file(Self.fileName) else {
            throw Problem(.notFound, "the drawings of \(record.name) were not judged yet; judge them first")
        }
        do {
            evaluation = try JSONDecoder().decode(Evaluation.self, from: Data(try file.bytes(limit: 1 << 20)))
        } catch {
            throw Problem(
                .runBroken, "\(record.name)/\(Self.fileName) is not what `atelier evaluate` writes; judge the run again"
            )
        }
        time = file.status.modifiedSeconds
        let weights = record.file("best.safetensors") ?? record.file("generator.safetensors")
        isOutdated = weights.map { $0.status.modifiedNanoseconds > file.status.modifiedNanoseconds } ?? false
        let version = "?\(file.status.modifiedNanoseconds / 1_000_000)"
        func address(_ name: String) -> String? {
            record.file("evaluation/\(name)").map { _ in
                "\(RunLibrary.address(record.name))/evaluation/\(name)\(version)"
            }
        }
        pictures = Pictures(nearest: address("nearest.png"), convincing: address("convincing.png"))
    }
}

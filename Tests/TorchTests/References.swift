import Foundation
import Testing
import Torch

/// Quarters, which float32 sums without rounding; the same as `ramp` in Tests/Fixtures/make_torch_references.py.
func ramp(_ shape: [Int], _ period: Int, _ offset: Int) throws -> Tensor {
    try Tensor((0..<shape.reduce(1, *)).map { Float($0 * 9 % period - offset) / 4 }, shape: shape)
}

/// A sum that sees each value's place.
func digest(_ tensor: Tensor) throws -> Double {
    try tensor.floats().enumerated().reduce(0) { $0 + Double($1.element) * Double($1.offset % 13 + 1) }
}

/// Whether each value is within `tolerance` of its expectation, relative to the greater of that and 1.
func isClose(_ values: [Float], _ expected: [Double], tolerance: Double = 1e-6) -> Bool {
    values.count == expected.count
        && zip(values, expected).allSatisfy { abs(Double($0) - $1) <= tolerance * max(1, abs($1)) }
}

/// The description of the error that `body` throws, or "" where it throws none.
func failure(_ body: () throws -> Any) -> String {
    do {
        _ = try body()
        return ""
    } catch {
        return "\(error)"
    }
}

/// Gives `body` a new folder, removed afterwards.
func withTemporaryFolder<R>(_ body: (String) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("torch-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
}

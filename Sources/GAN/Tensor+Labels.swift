import Torch

extension Tensor {
    /// Labels `[N, K]`, a row for each of `categories`: 1 at its index, 0 elsewhere. Nil for networks without classes, K = 0.
    static func labels(of categories: [Int], classes: Int, device: Device) throws -> Tensor? {
        guard classes > 0 else { return nil }
        var values = [Float](repeating: 0, count: categories.count * classes)
        for (row, category) in categories.enumerated() { values[row * classes + category] = 1 }
        let labels = try Tensor(values, shape: [categories.count, classes])
        return try labels.moved(to: device)
    }
}

import Torch

extension Tensor {
    /// Labels `[N, K]`, a row for each of `categories`: 1 at its index, 0 elsewhere.
    static func oneHot(_ categories: [Int], classes: Int, device: Device) throws -> Tensor {
        var values = [Float](repeating: 0, count: categories.count * classes)
        for (row, category) in categories.enumerated() { values[row * classes + category] = 1 }
        let labels = try Tensor(values, shape: [categories.count, classes])
        return try labels.moved(to: device)
    }
}

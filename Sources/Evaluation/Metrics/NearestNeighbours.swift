import Torch

/// The nearest of some points to each of some rows.
struct NearestNeighbours {
    /// How many are found for each row.
    let count: Int
    /// [N, count], the nearest first.
    private let indices: [Int]
    /// Distances, [N, count].
    private let distances: [Double]

    /// Of `rows` [N, D] among `points` [M, D], both float32. `areSame` where both are the same set, in which no row is its
    /// own neighbour.
    init(of rows: Tensor, among points: Tensor, count: Int, areSame: Bool = false) throws {
        let found = max(1, min(count, points.shape[0] - (areSame ? 1 : 0)))
        var nearest: [Candidate] = []
        nearest.reserveCapacity(rows.shape[0] * found)
        try SquaredDistances(to: points).forEachBlock(of: rows) { first, block in
            let width = points.shape[0]
            for row in 0..<block.count / width {
                let distances = UnsafeBufferPointer(rebasing: block[row * width..<(row + 1) * width])
                nearest += Self.smallest(found, of: distances, except: areSame ? first + row : nil)
            }
        }
        // The products round: what was found is measured again, so that equal drawings are at 0.
        let exact = try Self.measured(nearest, rows, points, count: found)
        self.count = found
        indices = exact.map(\.index)
        distances = exact.map(\.distance)
    }

    /// The distance of the `rank`-th nearest of each row, from 0.
    func distances(rank: Int) -> [Double] {
        stride(from: rank, to: distances.count, by: count).map { distances[$0] }
    }

    /// Which point is the `rank`-th nearest of each row, from 0.
    func indices(rank: Int) -> [Int] {
        stride(from: rank, to: indices.count, by: count).map { indices[$0] }
    }

    private struct Candidate {
        var index: Int
        var distance: Double
    }

    private static func smallest(
        _ count: Int, of distances: UnsafeBufferPointer<Float>, except own: Int?
    ) -> [Candidate] {
        var found = [(index: Int, distance: Float)](repeating: (0, .infinity), count: count)
        var worst = Float.infinity
        for index in distances.indices where distances[index] < worst && index != own {
            var place = count - 1
            while place > 0, found[place - 1].distance > distances[index] {
                found[place] = found[place - 1]
                place -= 1
            }
            found[place] = (index, distances[index])
            worst = found[count - 1].distance
        }
        return found.map { Candidate(index: $0.index, distance: Double($0.distance)) }
    }

    private static func measured(
        _ candidates: [Candidate], _ rows: Tensor, _ points: Tensor, count: Int
    ) throws -> [Candidate] {
        let width = rows.shape[1]
        return try rows.withUnsafeBytes { rowBytes in
            try points.withUnsafeBytes { pointBytes in
                let (a, b) = (rowBytes.bindMemory(to: Float.self), pointBytes.bindMemory(to: Float.self))
                var exact = candidates
                for place in candidates.indices {
                    let (row, point) = (place / count * width, candidates[place].index * width)
                    var sum: Float = 0
                    for column in 0..<width {
                        let difference = a[row + column] - b[point + column]
                        sum += difference * difference
                    }
                    exact[place].distance = Double(sum).squareRoot()
                }
                for start in stride(from: 0, to: exact.count, by: count) {
                    exact[start..<start + count].sort { ($0.distance, $0.index) < ($1.distance, $1.index) }
                }
                return exact
            }
        }
    }
}

import Datasets
import Files

/// Measures how much the drawings of a run's grids differ, over how much the real ones in `reals.png` do.
struct VarietyMeter {
    private var realDifference: Double?
    private var varieties: [Int: Double] = [:]

    /// The variety of the grid after `epoch` epochs; nil where either picture cannot be read. Each is read once.
    mutating func variety(epoch: Int, sample: ContainedFile?, reals: ContainedFile?) -> Double? {
        if let known = varieties[epoch] { return known }
        if realDifference == nil { realDifference = reals.flatMap(Self.difference) }
        guard let realDifference, realDifference > 0, let sample, let difference = Self.difference(sample) else {
            return nil
        }
        varieties[epoch] = difference / realDifference
        return varieties[epoch]
    }

    private static func difference(_ file: ContainedFile) -> Double? {
        guard let grid = try? file.withOpenPath(PNG.decode(contentsOf:)) else { return nil }
        return ContactSheet.meanDifference(betweenDrawingsOf: grid, columns: 4)
    }
}

import Runs

extension Estimate {
    /// The standard error of a statistic by the jackknife: `values` are what it is without each of some groups of equal
    /// size (Efron and Stein 1981, "The Jackknife Estimate of Variance").
    static func jackknifeError(_ values: [Double]) -> Double {
        guard values.count > 1 else { return .nan }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares * Double(values.count - 1) / Double(values.count)).squareRoot()
    }
}

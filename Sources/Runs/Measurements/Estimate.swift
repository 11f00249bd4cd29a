import Foundation

/// A number with its standard error. Two that differ by less than two standard errors of their difference do not differ.
public struct Estimate: Codable, Sendable, Equatable {
    /// The number.
    public let value: Double
    /// Its standard error, in the same unit.
    public let standardError: Double

    /// `value` with its standard error.
    public init(_ value: Double, standardError: Double) {
        self.value = value
        self.standardError = standardError
    }

    /// How much greater it is than `other`.
    public func difference(from other: Estimate) -> Estimate {
        Estimate(value - other.value, standardError: hypot(standardError, other.standardError))
    }

    /// Whether it differs from `other` by more than two standard errors.
    public func differs(from other: Estimate) -> Bool {
        let difference = difference(from: other)
        return abs(difference.value) > 2 * difference.standardError
    }
}

extension Estimate: CustomStringConvertible {
    /// `18.02 ± 0.71`.
    public var description: String { String(format: "%.2f ± %.2f", value, standardError) }
}

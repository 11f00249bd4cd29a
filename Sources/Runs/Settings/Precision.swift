/// The numbers that a training step multiplies; weights and sums are float32.
public enum Precision: String, Codable, Sendable, CaseIterable {
    /// 24 bits of precision.
    case float32
    /// Convolutions multiply bfloat16 numbers, on CPUs that can: faster, and exact to two or three digits.
    case bfloat16
}

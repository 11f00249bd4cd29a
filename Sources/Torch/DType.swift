internal import CTorch

/// What the elements of a ``Tensor`` are.
public enum DType: String, Sendable, Codable, CaseIterable {
    /// As NumPy and PyTorch call them.
    case float32, float64, bfloat16, int64, uint8, bool

    /// The bytes of one element.
    public var byteCount: Int {
        switch self {
        case .float64, .int64: 8
        case .float32: 4
        case .bfloat16: 2
        case .uint8, .bool: 1
        }
    }

    var code: Int32 {
        switch self {
        case .float32: Int32(CT_FLOAT32)
        case .float64: Int32(CT_FLOAT64)
        case .bfloat16: Int32(CT_BFLOAT16)
        case .int64: Int32(CT_INT64)
        case .uint8: Int32(CT_UINT8)
        case .bool: Int32(CT_BOOL)
        }
    }

    init?(code: Int32) {
        guard let match = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = match
    }
}

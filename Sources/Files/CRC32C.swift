/// The cyclic redundancy check of iSCSI (RFC 3720, appendix B.4): polynomial 0x1EDC6F41, reflected.
public struct CRC32C: Sendable {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
    }

    private var register: UInt32 = ~0

    /// The check of no bytes.
    public init() {}

    /// The check of all bytes so far.
    public var value: UInt32 { ~register }

    /// Takes in `bytes` after those before.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        register = bytes.reduce(register) { $0 >> 8 ^ Self.table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
    }

    /// The check of `bytes` alone.
    public static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var check = CRC32C()
        check.update(bytes)
        return check.value
    }
}

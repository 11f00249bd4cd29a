import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension SocketAddress {
    /// The IP address in the order of networks: 4 bytes, also of an IPv4 address in IPv6's clothes (`::ffff:192.0.2.1`),
    /// or 16; none where this is no IP address.
    var ipBytes: [UInt8] {
        switch self {
        case .v4(let address): return withUnsafeBytes(of: address.address.sin_addr) { Array($0) }
        case .v6(let address):
            let bytes = withUnsafeBytes(of: address.address.sin6_addr) { Array($0) }
            return bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]) ? bytes.suffix(4) : bytes
        case .unixDomainSocket: return []
        }
    }
}

import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Who asks, as limits count: an IPv4 address, or the /64 network of an IPv6 one, all of which one client can have.
struct ClientAddress: Hashable {
    private let bytes: [UInt8]

    init(_ address: SocketAddress?) {
        let all = address?.ipBytes ?? []
        // An IPv4 address in IPv6's clothes, ::ffff:192.0.2.1, stands for itself.
        let isMapped = all.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff])
        bytes = Array(isMapped ? all.suffix(4) : all.prefix(8))
    }
}

extension SocketAddress {
    /// The 4 or 16 bytes of the IP address, in the order of networks; none where it is no IP address.
    var ipBytes: [UInt8] {
        let text = ipAddress ?? ""
        var (four, six) = (in_addr(), in6_addr())
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
        return inet_pton(AF_INET6, text, &six) == 1 ? withUnsafeBytes(of: six) { Array($0) } : []
    }
}

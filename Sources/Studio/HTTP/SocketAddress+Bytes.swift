import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The 4 or 16 bytes of an IP address that is written out, in the order of networks; none where `text` is no IP address.
func bytesOfIPAddress(_ text: String) -> [UInt8] {
    for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
        var bytes = [UInt8](repeating: 0, count: count)
        if inet_pton(family, text, &bytes) == 1 { return bytes }
    }
    return []
}

extension SocketAddress {
    /// The bytes of the IP address, 4 also of an IPv4 one in IPv6's clothes (`::ffff:192.0.2.1`); none where this is no IP
    /// address.
    var ipBytes: [UInt8] {
        let bytes = bytesOfIPAddress(ipAddress ?? "")
        return bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]) ? bytes.suffix(4) : bytes
    }
}

import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whose the other end of a connection is, among the users of this machine.
///
/// A loopback address keeps other machines out, not this machine's other users. Linux tells whose a connection is; other
/// systems do not.
enum ConnectionOwner {
    /// Whether the other end of `channel` is this user's or root's. True where the system does not tell.
    static func isTrusted(_ channel: any Channel) -> Bool {
        #if os(Linux)
            let owner = owner(of: channel)
            return owner == geteuid() || owner == 0
        #else
            return true
        #endif
    }

    /// Whose the other end of `channel` is; nil where it is on another machine, closed already, or the system does not
    /// tell.
    static func owner(of channel: any Channel) -> uid_t? {
        #if os(Linux)
            guard let client = channel.remoteAddress, let server = channel.localAddress else { return nil }
            return owner(of: client, connectedTo: server)
        #else
            return nil
        #endif
    }

    #if os(Linux)
        /// Asks the kernel for the end of a TCP connection on this machine, see sock_diag(7); nil where there is none.
        private static func owner(of client: SocketAddress, connectedTo server: SocketAddress) -> uid_t? {
            guard let request = request(client, server) else { return nil }
            let descriptor = socket(
                AF_NETLINK, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), sockDiagnosis)
            guard descriptor >= 0 else { return nil }
            defer { close(descriptor) }
            guard send(descriptor, request, request.count, 0) == request.count else { return nil }
            var answer = [UInt8](repeating: 0, count: 1024)
            // The kernel has answered by the time that the request is sent.
            let count = recv(descriptor, &answer, answer.count, Int32(MSG_DONTWAIT))
            return answer.withUnsafeBytes { bytes in
                // struct nlmsghdr, 16 bytes, and struct inet_diag_msg. An end that its user has closed is nobody's.
                guard count >= 88, bytes.load(fromByteOffset: 4, as: UInt16.self) == socketsByFamily,
                    bytes[17] == established
                else { return nil }
                return bytes.load(fromByteOffset: 80, as: UInt32.self)
            }
        }

        /// struct nlmsghdr and struct inet_diag_req_v2.
        private static func request(_ client: SocketAddress, _ server: SocketAddress) -> [UInt8]? {
            guard let from = end(client), let to = end(server), from.address.count == to.address.count else {
                return nil
            }
            let family = from.address.count == 4 ? AF_INET : AF_INET6
            let header =
                bytes(UInt32(72)) + bytes(socketsByFamily) + bytes(UInt16(1)) + bytes(UInt32(0)) + bytes(UInt32(0))
            let padding = [UInt8](repeating: 0, count: 16 - from.address.count)
            // Of whatever state, on whatever interface, with whatever cookie.
            return header + [UInt8(family), UInt8(IPPROTO_TCP), 0, 0] + bytes(UInt32.max) + bytes(from.port.bigEndian)
                + bytes(to.port.bigEndian) + from.address + padding + to.address + padding + bytes(UInt32(0))
                + bytes(UInt64.max)
        }

        private static let sockDiagnosis: Int32 = 4
        private static let socketsByFamily: UInt16 = 20
        private static let established: UInt8 = 1

        private static func end(_ address: SocketAddress) -> (address: [UInt8], port: UInt16)? {
            let bytes = address.ipBytes
            guard !bytes.isEmpty, let port = address.port else { return nil }
            return (bytes, UInt16(port))
        }

        private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: number) { Array($0) }
        }
    #endif
}

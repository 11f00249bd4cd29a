import Foundation
import NIOCore

/// The user of this machine who made a connection to the studio, by the kernel's table of connections.
///
/// A loopback address keeps other machines out, not this machine's other users. Linux tells whose each end of a
/// connection is; other systems do not.
enum ConnectionOwner {
    /// Whether the other end of `channel` is this user's or root's. True for a channel without a socket, and where the
    /// system does not tell.
    static func isTrusted(_ channel: any Channel) -> Bool {
        #if os(Linux)
            guard let local = channel.localAddress else { return true }
            guard let remote = channel.remoteAddress, let owner = owner(of: remote, connectedTo: local) else {
                return false
            }
            return owner == geteuid() || owner == 0
        #else
            return true
        #endif
    }

    #if os(Linux)
        private static func owner(of client: SocketAddress, connectedTo server: SocketAddress) -> uid_t? {
            let (from, to) = (spellings(of: client), spellings(of: server))
            for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
                guard let file = fopen(table, "r") else { continue }
                defer { fclose(file) }
                var buffer = [CChar](repeating: 0, count: 512)
                // `0: 0100007F:2081 0100007F:A2C4 01 00000000:00000000 00:00000000 00000000  1000 …`; a connection that its
                // client has closed already, state 01 no more, is nobody's.
                while fgets(&buffer, Int32(buffer.count), file) != nil {
                    let line = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                    let fields = line.split(separator: " ")
                    if fields.count > 7, from.contains(String(fields[1])), to.contains(String(fields[2])),
                        fields[3] == "01"
                    {
                        return uid_t(fields[7])
                    }
                }
            }
            return nil
        }

        /// How the tables write an address and its port: groups of four bytes as numbers of the processor. An IPv4 address
        /// can be in the table of IPv6, too.
        private static func spellings(of address: SocketAddress) -> [String] {
            let mappedPrefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
            var bytes = address.ipBytes
            if bytes.starts(with: mappedPrefix) { bytes = Array(bytes.dropFirst(mappedPrefix.count)) }
            let port = ":" + hexadecimal(UInt32(address.port ?? 0), digits: 4)
            return (bytes.count == 4 ? [bytes, mappedPrefix + bytes] : [bytes]).map { bytes in
                stride(from: 0, to: bytes.count, by: 4).map { start in
                    hexadecimal(
                        bytes[start..<start + 4].withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }, digits: 8)
                }.joined() + port
            }
        }

        private static func hexadecimal(_ number: UInt32, digits: Int) -> String {
            let text = String(number, radix: 16, uppercase: true)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
    #endif
}

import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Who asks, as limits count.
enum Client: Hashable {
    /// A user of this machine, who has as many addresses as loopback has.
    case user(uid_t)
    /// An IPv4 address, or the /64 network of an IPv6 one, all of which one client can have.
    case address([UInt8])

    init(_ channel: any Channel) {
        if let user = ConnectionOwner.owner(of: channel) {
            self = .user(user)
        } else {
            let bytes = channel.remoteAddress?.ipBytes ?? []
            self = .address(bytes.count == 4 ? bytes : Array(bytes.prefix(8)))
        }
    }
}

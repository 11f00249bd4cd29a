import Foundation
import Studio

/// A studio that listens on a socket while `body` runs.
func withLiveStudio<Value: Sendable>(
    _ studio: Studio, _ body: @Sendable @escaping (_ port: UInt16) async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        let (addresses, opening) = AsyncStream.makeStream(of: String.self)
        group.addTask {
            try await studio.run { opening.yield($0) }
            return nil
        }
        group.addTask {
            guard let address = await addresses.first(where: { _ in true }),
                let port = URL(string: address)?.port
            else { return nil }
            return try await body(UInt16(port))
        }
        defer { group.cancelAll() }
        while let value = try await group.next() {
            if let value { return value }
        }
        throw CancellationError()
    }
}

extension Studio {
    /// The answer to a POST of `json` that begins a stream of events, until its event `done`. Over a socket: Hummingbird
    /// wants to know when the client goes.
    func streamed(_ path: String, _ json: String) async throws -> String {
        try await withLiveStudio(self) { port in
            let connection = try RawConnection(port: port)
            connection.send(LiveTests.request(path, port: port, body: json))
            return await connection.receive { $0.contains(/event: done\ndata: .*\n\n/) }
        }
    }
}

/// A connection that sends exactly what it is told, whatever HTTP says about that; closed with the value.
final class RawConnection: Sendable {
    private let descriptor: Int32

    init(port: UInt16, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        // A server that takes no more must not keep the sender waiting.
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw POSIXError(.ECONNREFUSED) }
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let sent = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard sent > 0 else { return }
            bytes = bytes.dropFirst(sent)
        }
    }

    /// Tells the server that nothing more will be sent.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// What has come until `isEnough` says so, the server closes, or the time is over.
    func receive(seconds: Double = 20, until isEnough: @escaping @Sendable (String) -> Bool = { _ in false }) async
        -> String
    {
        await onThread { self.received(seconds: seconds, until: isEnough) }
    }

    /// The same, blocking the caller's thread.
    func received(seconds: Double = 20, until isEnough: (String) -> Bool = { _ in false }) -> String {
        let deadline = Date(timeIntervalSinceNow: seconds)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while Date() < deadline {
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard waitForInput(&poll) > 0 else { continue }
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
            if isEnough(String(decoding: bytes, as: UTF8.self)) { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

private func waitForInput(_ descriptor: inout pollfd) -> Int32 { poll(&descriptor, 1, 100) }

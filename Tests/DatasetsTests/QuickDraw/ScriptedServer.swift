import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An HTTP server on loopback that answers each request as a test's script says, byte by byte.
final class ScriptedServer: Sendable {
    struct Request: Sendable {
        /// The first line, such as `GET /cat.npy HTTP/1.1`.
        let line: String
        /// Names in lower case.
        let headers: [String: String]
    }

    enum Step: Sendable {
        case send([UInt8])
        case pause(seconds: Double)
        case call(@Sendable () -> Void)
    }

    /// Gives what is done for a request, the how-manieth it is from 0, before its connection is closed.
    typealias Script = @Sendable (_ request: Request, _ number: Int) -> [Step]

    let url: String
    var requests: [Request] { log.requests.withLock { $0 } }

    private final class Log: Sendable {
        let requests = Mutex<[Request]>([])
    }

    private struct Failure: Error {}

    private let listener: Int32
    private let log = Log()

    init(_ script: @escaping Script) throws {
        #if canImport(Glibc)
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { [listener] pointer -> UInt16? in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &length) == 0
            } ? UInt16(bigEndian: pointer.pointee.sin_port) : nil
        }
        guard let port else { throw Failure() }
        url = "http://127.0.0.1:\(port)"
        Thread.detachNewThread { [listener, log] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                Thread.detachNewThread { Self.serve(connection, log: log, script: script) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func serve(_ connection: Int32, log: Log, script: Script) {
        defer { close(connection) }
        guard let request = read(connection) else { return }
        let number = log.requests.withLock { requests in
            requests.append(request)
            return requests.count - 1
        }
        for step in script(request, number) {
            switch step {
            case .pause(let seconds): Thread.sleep(forTimeInterval: seconds)
            case .call(let body): body()
            case .send(let bytes): guard send(bytes, to: connection) else { return }
            }
        }
        shutdown(connection, Int32(SHUT_WR))
    }

    private static func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let sent = bytes[done...].withUnsafeBytes { rest in
                #if canImport(Glibc)
                    Glibc.send(connection, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                #else
                    Darwin.send(connection, rest.baseAddress, rest.count, 0)
                #endif
            }
            guard sent > 0 else { return false }
            done += sent
        }
        return true
    }

    private static func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        let headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (line[..<colon].lowercased(), line[colon...].dropFirst().trimmingCharacters(in: .whitespaces))
        }
        return Request(line: String(lines[0]), headers: Dictionary(headers) { first, _ in first })
    }
}

extension ScriptedServer {
    /// An answer with `Content-Length` of the body's length unless told otherwise.
    static func answer(
        _ status: Int, _ headers: [String] = [], body: [UInt8] = [], contentLength: Int? = nil
    ) -> Step {
        var head =
            "HTTP/1.1 \(status) Scripted\r\nContent-Length: \(contentLength ?? body.count)\r\nConnection: close\r\n"
        for header in headers { head += header + "\r\n" }
        return .send(Array((head + "\r\n").utf8) + body)
    }

    /// The part of `file` that the request asks for, whatever its `If-Range`; all of it where it asks for none.
    static func file(_ file: [UInt8], for request: Request, tag: String) -> Step {
        guard let range = request.headers["range"], let first = Int(range.dropFirst(6).dropLast()) else {
            return answer(200, ["ETag: \(tag)"], body: file)
        }
        guard first < file.count else { return answer(416, ["Content-Range: bytes */\(file.count)"]) }
        return answer(
            206, ["ETag: \(tag)", "Content-Range: bytes \(first)-\(file.count - 1)/\(file.count)"],
            body: Array(file[first...]))
    }
}

import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOEmbedded
import Studio
import Synchronization
import Testing

/// What a studio answered.
struct Answer: Sendable {
    let status: Int
    let headers: [String: String]
    let body: Data

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: Any? { try? JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed) }
    var object: [String: Any] { json as? [String: Any] ?? [:] }
    var code: String? { object["code"] as? String }
    var detail: String { object["detail"] as? String ?? "" }
}

extension Studio {
    /// A studio of `folder` that trains with the tool beside the tests.
    static func of(_ folder: RunsFolder, host: String = "127.0.0.1", token: String? = nil) throws -> Studio {
        try Studio(
            StudioConfiguration(
                runsFolder: folder.path, host: host, port: 0, token: token, trainer: toolPath, version: "0.0.0"))
    }

    static let toolPath: String = {
        #if os(macOS)
            let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? .main
            return bundle.bundleURL.deletingLastPathComponent().appendingPathComponent("atelier").path
        #else
            return Bundle.main.bundleURL.appendingPathComponent("atelier").path
        #endif
    }()

    /// Answers requests that `body` makes, without a socket.
    func asked<Value: Sendable>(_ body: @Sendable @escaping (Asker) async throws -> Value) async throws -> Value {
        try await body(Asker(respond: respond(as: application())))
    }

    /// Hummingbird's own test client would do, but brings a TLS library that takes minutes to build.
    private func respond<App: ApplicationProtocol>(
        as application: App
    ) async throws -> @Sendable (Request) async throws -> Response {
        let responder = try await application.responder
        return { request in
            let source = ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: application.logger)
            return try await responder.respond(to: request, context: App.Responder.Context(source: source))
        }
    }
}

/// Makes requests as a page of the studio would.
struct Asker: Sendable {
    let respond: @Sendable (Request) async throws -> Response

    func get(_ path: String, _ headers: [String: String] = [:]) async throws -> Answer {
        try await send("GET", path, headers)
    }

    /// Sends `json` with the headers that a page's call has.
    func post(_ path: String, _ json: String? = nil, _ headers: [String: String] = [:]) async throws -> Answer {
        let usual = ["Origin": "http://localhost", "Content-Type": "application/json"]
        return try await send("POST", path, usual.merging(headers) { $1 }, json.map(ByteBuffer.init(string:)))
    }

    func send(
        _ method: String, _ path: String, _ headers: [String: String] = [:], _ body: ByteBuffer? = nil
    ) async throws -> Answer {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        if let body { fields[.contentLength] = "\(body.readableBytes)" }
        let head = HTTPRequest(
            method: try #require(HTTPRequest.Method(method)), scheme: "http", authority: "localhost", path: path,
            headerFields: fields)
        let response = try await respond(Request(head: head, body: RequestBody(buffer: body ?? ByteBuffer())))
        let writer = BodyCollector()
        try await response.body.write(writer)
        let pairs = response.headers.map { ($0.name.canonicalName, $0.value) }
        return Answer(
            status: response.status.code, headers: Dictionary(pairs) { first, _ in first }, body: writer.body)
    }
}

private final class BodyCollector: ResponseBodyWriter {
    private let collected = Mutex(Data())

    var body: Data { collected.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws {
        collected.withLock { $0.append(contentsOf: buffer.readableBytesView) }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Studio
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
        try await application().test(.router) { client in try await body(Asker(client: client)) }
    }
}

/// Makes requests as a page of the studio would.
struct Asker: Sendable {
    let client: any TestClientProtocol

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
        let method = try #require(HTTPRequest.Method(method))
        return try await client.execute(uri: path, method: method, headers: fields, body: body) { response in
            let pairs = response.headers.map { ($0.name.canonicalName, $0.value) }
            return Answer(
                status: response.status.code, headers: Dictionary(pairs) { first, _ in first },
                body: Data(response.body.readableBytesView))
        }
    }
}

import Foundation
import Hummingbird
import NIOCore

extension Request {
    /// The body as JSON. Throws ``Problem`` where it is too large, too slow, not JSON or not of this kind.
    func json<Value: Decodable & Sendable>(_ type: Value.Type) async throws -> Value {
        let mediaType = headers[.contentType]?.split(separator: ";").first?.lowercased()
            .trimmingCharacters(in: .whitespaces)
        guard mediaType == "application/json" else {
            throw Problem(.unsupportedMediaType, "expected Content-Type: application/json")
        }
        let body = try await collected().body.collect(upTo: StudioConfiguration.bodyLimitBytes)
        do {
            return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
        } catch let error as DecodingError {
            throw Problem(.badRequest, Self.sentence(error))
        }
    }

    /// The same request with its whole body read. Throws ``Problem`` where that is too large or too slow.
    func collected() async throws -> Request {
        let limit = StudioConfiguration.bodyLimitBytes
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem(.tooLarge, "the body has \(length) bytes, more than \(limit)")
        }
        do {
            return try await withTimeLimit(seconds: 10) {
                var request = self
                _ = try await request.collectBody(upTo: limit)
                return request
            }
        } catch is NIOTooManyBytesError {
            throw Problem(.tooLarge, "the body has more than \(limit) bytes")
        } catch let problem as Problem where problem.code == .timeout {
            throw Problem(.tooSlow, "the body did not come within 10 seconds")
        } catch {
            throw Problem(.badRequest, "the request ended before its body did")
        }
    }

    private static func sentence(_ error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            context.codingPath.isEmpty ? "the body" : context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context): return "\(place(context)) has no \(key.stringValue)"
        case .typeMismatch(let type, let context): return "\(place(context)) is not \(Self.name(of: type))"
        case .valueNotFound(let type, let context): return "\(place(context)) is null; expected \(Self.name(of: type))"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty
                ? "the body is not JSON" : "\(place(context)): \(context.debugDescription)"
        @unknown default: return "the body is not as expected"
        }
    }
}

extension Request {
    /// What a JSON value of `type` is called.
    private static func name(of type: Any.Type) -> String {
        switch type {
        case is Int.Type: "a whole number"
        case is Double.Type: "a number"
        case is String.Type: "a text"
        case is [Any].Type: "a list"
        default: "an object"
        }
    }
}

/// Runs `body`, and throws ``Problem`` where it takes longer.
func withTimeLimit<Value: Sendable>(
    seconds: Double, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask(operation: body)
        group.addTask {
            try await Task.sleep(for: .seconds(seconds))
            throw Problem(.timeout, "this took longer than \(Int(seconds)) seconds")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}

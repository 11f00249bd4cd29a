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
        let limit = StudioConfiguration.bodyLimitBytes
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem(.tooLarge, "the body has \(length) bytes, more than \(limit)")
        }
        let body = body
        let buffer = try await withTimeLimit(seconds: 10) {
            do {
                return try await body.collect(upTo: limit)
            } catch is NIOTooManyBytesError {
                throw Problem(.tooLarge, "the body has more than \(limit) bytes")
            }
        }
        do {
            return try JSONDecoder().decode(type, from: Data(buffer.readableBytesView))
        } catch let error as DecodingError {
            throw Problem(.badRequest, Self.sentence(error))
        }
    }

    private static func sentence(_ error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            context.codingPath.isEmpty ? "the body" : context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context): return "\(place(context)) has no \(key.stringValue)"
        case .typeMismatch(let type, let context): return "\(place(context)) is not a \(type)"
        case .valueNotFound(let type, let context): return "\(place(context)) is null; expected a \(type)"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty ? "the body is not JSON" : "\(place(context)): \(context.debugDescription)"
        @unknown default: return "the body is not as expected"
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

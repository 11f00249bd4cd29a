import Foundation
import Hummingbird
import NIOCore

/// Who has shown the token: callers that send it, and browsers that exchanged it for a cookie.
actor Sessions {
    static let cookieName = "atelier-session"

    private let token: String?
    private var sessions: [String] = []
    private var guesses = GuessLimit()

    /// Without a `token` everybody is let in.
    init(token: String?) {
        self.token = token
    }

    /// Whether the request sends the token as `Authorization: Bearer TOKEN`; false where none is needed. Throws
    /// ``Problem`` where its client sent too many wrong ones.
    func acceptsHeader(of request: Request, from channel: any Channel) async throws -> Bool {
        guard let token, let header = request.headers[.authorization], header.hasPrefix("Bearer ") else { return false }
        return try await isRight(String(header.dropFirst("Bearer ".count)), token, from: Client(channel))
    }

    /// Whether the request has the cookie of a session, or needs none.
    func acceptsCookie(of request: Request) -> Bool {
        guard token != nil else { return true }
        guard let cookie = request.cookies[Self.cookieName]?.value else { return false }
        return sessions.contains { Self.areEqual($0, cookie) }
    }

    /// Exchanges the token for the value of a cookie; nil where no token is needed.
    ///
    /// Throws ``Problem`` for a wrong one, and where the client sent too many of these.
    func signIn(_ offered: String, from channel: any Channel) async throws -> String? {
        guard let token else { return nil }
        guard try await isRight(offered, token, from: Client(channel)) else {
            throw Problem(.unauthorized, "this is not the studio's token; it is what the studio was started with")
        }
        var random = SystemRandomNumberGenerator()
        let session = (0..<4).map { _ in String(UInt64.random(in: .min ... .max, using: &random), radix: 36) }.joined()
        // A thousand browsers; the oldest sign in again.
        sessions = sessions.suffix(999) + [session]
        return session
    }

    func signOut(_ session: String?) {
        sessions.removeAll { $0 == session }
    }

    private func isRight(_ offered: String, _ token: String, from client: Client) async throws -> Bool {
        if try guesses.mustWait(client) {
            defer { guesses.endWaiting(client) }
            try await Task.sleep(for: GuessLimit.delay)
        }
        let isRight = Self.areEqual(offered, token)
        if !isRight { guesses.add(client) }
        return isRight
    }

    /// Compares in a time that does not tell where two texts differ.
    private static func areEqual(_ first: String, _ second: String) -> Bool {
        let (first, second) = (Array(first.utf8), Array(second.utf8))
        guard first.count == second.count else { return false }
        return zip(first, second).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

import Hummingbird
import NIOCore

/// Signing in and out, and what this studio is.
struct SessionRoutes {
    let configuration: StudioConfiguration
    let sessions: Sessions
    let trainers: TrainerProcesses

    /// What the router calls the route of sessions.
    static let path = "/api/session"

    func add(to api: RouterGroup<StudioContext>) {
        api.get("status") { _, _ in
            try Response.json(
                Status(
                    version: configuration.version, runsFolder: configuration.runsFolder,
                    training: await trainers.run))
        }
        api.post("session") { request, context in try await signIn(request, from: context.channel) }
        api.delete("session") { request, _ in
            await sessions.signOut(request.cookies[Sessions.cookieName]?.value)
            return Self.answer(
                cookie: Cookie(name: Sessions.cookieName, value: "", maxAge: 0, path: cookiePath, httpOnly: true))
        }
    }

    /// Other paths of a proxy's host are not the studio's.
    private var cookiePath: String { configuration.basePath + "/" }

    private struct Status: Encodable {
        struct Limits: Encodable {
            let bodyBytes = StudioConfiguration.bodyLimitBytes
            let searches = StudioConfiguration.searchLimit
            let strokePoints = DrawingSource.strokePointLimit
        }

        let version: String
        let runsFolder: String
        let training: String?
        let limits = Limits()
    }

    private struct SignIn: Decodable {
        let token: String
    }

    private func signIn(_ request: Request, from channel: any Channel) async throws -> Response {
        let session = try await sessions.signIn(try await request.json(SignIn.self).token, from: channel)
        // Where the page came by TLS, as a proxy may give it, the cookie goes by nothing else.
        let isSecure = request.headers[.origin]?.hasPrefix("https://") == true
        return Self.answer(
            cookie: session.map {
                Cookie(
                    name: Sessions.cookieName, value: $0, path: cookiePath, secure: isSecure, httpOnly: true,
                    sameSite: .strict)
            })
    }

    private static func answer(cookie: Cookie?) -> Response {
        var response = Response(status: .noContent, headers: [.cacheControl: "no-store"])
        if let cookie { response.setCookie(cookie) }
        return response
    }
}

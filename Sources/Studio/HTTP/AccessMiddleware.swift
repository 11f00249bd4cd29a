import HTTPTypes
import Hummingbird
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Decides who is let in: by the host that was asked for, the page that asks, and the token.
///
/// Whatever is not among the exceptions needs the token and is refused to other sites: the exceptions are the pages,
/// which hold nothing of the runs, and signing in.
struct AccessMiddleware: RouterMiddleware {
    let configuration: StudioConfiguration
    let sessions: Sessions
    /// Whether requests come through sockets of this machine.
    let isServed: Bool

    private static var host: HTTPField.Name? { HTTPField.Name("Host") }
    private static var fetchSite: HTTPField.Name? { HTTPField.Name("Sec-Fetch-Site") }

    func handle(
        _ request: Request, context: StudioContext, next: (Request, StudioContext) async throws -> Response
    ) async throws -> Response {
        if isServed, configuration.token == nil { try checkOwner(of: context.channel) }
        try checkHost(of: request)
        let isRead = request.method == .get || request.method == .head
        let isPage = isRead && PageRoutes.answers(request, route: context.endpointPath)
        if !isPage { try checkSite(of: request) }
        let bearsToken = try await sessions.acceptsHeader(of: request, from: context.channel)
        if !isRead, !bearsToken { try checkOrigin(of: request) }
        let isSignIn = request.method == .post && context.endpointPath == SessionRoutes.path
        if !isPage, !isSignIn, !bearsToken, await !sessions.acceptsCookie(of: request) {
            throw Problem(.unauthorized, "this studio needs its token; send it as Authorization: Bearer TOKEN")
        }
        return try await next(request, context)
    }

    /// Without a token, a studio is its user's.
    private func checkOwner(of channel: any Channel) throws(Problem) {
        guard ConnectionOwner.isTrusted(channel) else {
            throw Problem(
                .otherUser,
                "this studio answers only the user who started it; for others, start it with --token-file or ATELIER_TOKEN"
            )
        }
    }

    /// A page of another host whose name was made to point here sends that name (DNS rebinding).
    private func checkHost(of request: Request) throws(Problem) {
        // The first Host header is the authority; a second one is nobody's good intention.
        guard let authority = request.head.authority, Self.host.flatMap({ request.headers[$0] }) == nil else {
            throw Problem(.badRequest, "the request names no host, or several; expected one Host header")
        }
        let host = HostName(authority)
        let isAllowed =
            configuration.isLoopback
            ? host.isLoopback
            : host.isAddress || host.isLoopback || host.name == Self.machineName || host.name == configuration.host
        guard isAllowed || configuration.allowedHosts.contains(host.name) else {
            throw Problem(
                .hostNotAllowed,
                "the host that was asked for is not this studio's; open it by the address that it printed, or start it "
                    + "with --allowed-host and the name")
        }
    }

    /// Only this studio's own pages may make it change something.
    private func checkOrigin(of request: Request) throws(Problem) {
        let own = request.head.authority.map { ["http://\($0)", "https://\($0)"] } ?? []
        guard let origin = request.headers[.origin], own.contains(origin) else {
            throw Problem(
                .originNotAllowed,
                "the Origin header is absent or not this studio's; expected http:// and the value of the Host header")
        }
    }

    /// Other sites' pages may not have the studio work by embedding its pictures; those of other ports of this machine
    /// are "same-site". Browsers say "none" where a person typed the address.
    private func checkSite(of request: Request) throws(Problem) {
        guard let site = Self.fetchSite.flatMap({ request.headers[$0] }), !["same-origin", "none"].contains(site) else {
            return
        }
        throw Problem(.originNotAllowed, "a page of another site asks; open the studio's own pages")
    }

    private static var machineName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).lowercased()
    }
}

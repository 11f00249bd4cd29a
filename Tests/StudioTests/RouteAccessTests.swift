import Foundation
import Studio
import Testing

/// However the address of a route is written, nobody gets to it without the token, and no other site with it.
@Suite struct RouteAccessTests {
    private static let token = "correct-horse"

    enum Caller: String, CaseIterable {
        case withoutToken, withWrongToken, fromAnotherSite, fromAnotherPort

        /// The headers of a request to the studio at `port`; nothing but what the caller's name says is wrong with them.
        func headers(port: UInt16) -> [String] {
            let own = ["Origin: http://127.0.0.1:\(port)", "Sec-Fetch-Site: same-origin"]
            switch self {
            case .withoutToken: return own
            case .withWrongToken: return own + ["Authorization: Bearer wrong-horse"]
            case .fromAnotherSite:
                return ["Authorization: Bearer \(RouteAccessTests.token)", "Sec-Fetch-Site: cross-site"]
            case .fromAnotherPort:
                return ["Authorization: Bearer \(RouteAccessTests.token)", "Sec-Fetch-Site: same-site"]
            }
        }
    }

    /// Ways to write a path such as `/api/runs` that a router might take for the same.
    private static func forms(of path: String, port: UInt16) -> [String] {
        let encoded = path.split(separator: "/").map { part in
            part.utf8.map { "%" + String($0, radix: 16) }.joined()
        }
        return [
            path, "/" + path, "//" + path, path.replacing("/", with: "///"), path + "/", "/" + path + "//",
            path.replacing("/api", with: "/%61pi"), "/" + encoded.joined(separator: "/"),
            path.replacing("/api", with: "/API"), path + "?token=\(token)", path + "#", "/." + path, "/x/.." + path,
            "http://127.0.0.1:\(port)" + path, "http://127.0.0.1:\(port)/" + path, "http://127.0.0.1:\(port)//" + path,
            "HTTP://127.0.0.1:\(port)" + path, "http://x" + path, "http://x/" + path, "http://" + path,
        ]
    }

    /// The status of a request; 0 where the connection was closed without one.
    private static func status(
        _ method: String, _ target: String, _ headers: [String], port: UInt16
    ) async throws -> Int {
        let connection = try RawConnection(port: port)
        let lines = ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"] + headers
        connection.send((lines + ["", ""]).joined(separator: "\r\n"))
        let answer = await connection.receive { $0.contains("\r\n\r\n") }
        return answer.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    @Test(arguments: Caller.allCases)
    func everyRouteIsClosed(to caller: Caller) async throws {
        let folder = try await RunsFolder.finished.value
        let studio = try Studio.of(folder, token: Self.token)
        let description = try await studio.asked { asker in
            try await asker.get("/api/openapi.json", ["Authorization": "Bearer \(Self.token)"]).body
        }
        let operations = try APIDescription(description).operations.map { ($0.method.uppercased(), $0.path) }
        #expect(operations.count > 25)
        try await withLiveStudio(studio) { port in
            let headers = caller.headers(port: port)
            for (method, name) in operations {
                // Signing in is what one does without a token.
                if method == "POST", name == "/api/session", caller == .withoutToken || caller == .withWrongToken {
                    continue
                }
                let path = name.replacing("{run}", with: "00001-discs").replacing("{epoch}", with: "1")
                    .replacing("{dataset}", with: "run%3A00001-discs")
                // A few at a time: wrong tokens are looked at late.
                let statuses = try await withThrowingTaskGroup(of: (String, Int).self) { group in
                    var statuses: [(String, Int)] = []
                    for (number, target) in Self.forms(of: path, port: port).enumerated() {
                        if number >= 6, let status = try await group.next() { statuses.append(status) }
                        group.addTask { (target, try await Self.status(method, target, headers, port: port)) }
                    }
                    return try await group.reduce(into: statuses) { $0.append($1) }
                }
                for (target, status) in statuses {
                    #expect([401, 403].contains(status), "\(method) \(target): \(status)")
                }
            }
        }
    }

    @Test func pagesAndSigningInAreOpen() async throws {
        let folder = try await RunsFolder.finished.value
        try await withLiveStudio(try Studio.of(folder, token: Self.token)) { port in
            for path in ["/", "/runs/00001-discs", "/assets/app.js", "//runs", "http://127.0.0.1:\(port)/draw"] {
                // A link on another site's page leads here.
                let status = try await Self.status("GET", path, ["Sec-Fetch-Site: cross-site"], port: port)
                #expect(status == 200, "\(path)")
            }
            let right = ["Authorization: Bearer \(Self.token)"]
            #expect(try await Self.status("GET", "//api/runs", right, port: port) == 200)
            #expect(try await Self.status("GET", "http://127.0.0.1:\(port)/api/runs", right, port: port) == 200)
        }
    }
}

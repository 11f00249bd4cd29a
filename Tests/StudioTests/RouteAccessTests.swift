import Foundation
import Studio
import Testing

/// However the address of a route is written, nobody gets to it without the token, and no other site with it.
@Suite(.serialized) struct RouteAccessTests {
    private static let token = "correct-horse"
    private static let bearer = "Authorization: Bearer \(token)"

    enum Caller: String, CaseIterable {
        case withoutToken, withWrongToken, fromAnotherSite, fromAnotherPort

        /// The headers of a request to the studio at `port`; nothing but what the caller's name says is wrong with them.
        func headers(port: UInt16) -> [String] {
            let own = ["Origin: http://127.0.0.1:\(port)", "Sec-Fetch-Site: same-origin"]
            return switch self {
            case .withoutToken: own
            case .withWrongToken: own + ["Authorization: Bearer wrong-horse"]
            case .fromAnotherSite: [RouteAccessTests.bearer, "Sec-Fetch-Site: cross-site"]
            case .fromAnotherPort: [RouteAccessTests.bearer, "Sec-Fetch-Site: same-site"]
            }
        }
    }

    /// Ways to write a path such as `/api/runs` that a router might take for the same, eight at a time: as many wrong
    /// tokens may wait.
    private static func forms(of path: String, port: UInt16) -> [[String]] {
        let encoded = path.split(separator: "/").map { part in
            part.utf8.map { "%" + String($0, radix: 16) }.joined()
        }
        return [
            [
                path, "/" + path, path.replacing("/", with: "///"), path + "/", path.replacing("/api", with: "/%61pi"),
                "/" + encoded.joined(separator: "/"), "http://127.0.0.1:\(port)" + path,
                "http://127.0.0.1:\(port)/" + path,
            ],
            [
                "/" + path + "//", path.replacing("/api", with: "/API"), path + "?token=\(token)", path + "#",
                "/." + path, "/x/.." + path, "/api/session//.." + path, "http://127.0.0.1:\(port)//" + path,
            ], ["HTTP://127.0.0.1:\(port)" + path, "http://x" + path, "http://x/" + path, "http://" + path],
        ]
    }

    /// What the studio answers to requests that are made at once; 0 where it closes the connection.
    private static func statuses(
        _ method: String, _ targets: [String], _ headers: [String], port: UInt16
    ) throws -> [(request: String, status: Int)] {
        let connections = try targets.map { target in
            let connection = try RawConnection(port: port)
            let lines = ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"] + headers
            connection.send((lines + ["", ""]).joined(separator: "\r\n"))
            return connection
        }
        return zip(targets, connections).map { target, connection in
            let answer = connection.received { $0.contains("\r\n\r\n") }
            return ("\(method) \(target)", answer.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
        }
    }

    @Test(arguments: Caller.allCases) func everyRouteIsClosed(to caller: Caller) async throws {
        let folder = try await RunsFolder.finished.value
        let statuses = try await onThread {
            let studio = try StudioProcess(folder, environment: ["ATELIER_TOKEN": Self.token])
            let description = try studio.ask("/api/openapi.json", [Self.bearer])
            let json = description.firstRange(of: "\r\n\r\n").map { description[$0.upperBound...] } ?? ""
            let headers = caller.headers(port: studio.port)
            var statuses: [(request: String, status: Int)] = []
            for (path, method, _) in try APIDescription(Data(json.utf8)).operations {
                // Signing in is what one does without a token.
                if method == "post", path == "/api/session", [.withoutToken, .withWrongToken].contains(caller) {
                    continue
                }
                let path = path.replacing("{run}", with: "00001-discs").replacing("{epoch}", with: "1")
                    .replacing("{dataset}", with: "run%3A00001-discs")
                for targets in Self.forms(of: path, port: studio.port) {
                    statuses += try Self.statuses(method.uppercased(), targets, headers, port: studio.port)
                }
            }
            return statuses
        }
        #expect(statuses.count > 500)
        for (request, status) in statuses { #expect([401, 403].contains(status), "\(request): \(status)") }
    }

    @Test func pagesAndSigningInAreOpen() async throws {
        let folder = try await RunsFolder.finished.value
        let (pages, api) = try await onThread {
            let studio = try StudioProcess(folder, environment: ["ATELIER_TOKEN": Self.token])
            let pages = ["/", "/runs/00001-discs", "/assets/app.js", "//runs", "http://127.0.0.1:\(studio.port)/draw"]
            let paths = ["//api/runs", "http://127.0.0.1:\(studio.port)/api/runs"]
            return (
                // A link on another site's page leads here.
                try Self.statuses("GET", pages, ["Sec-Fetch-Site: cross-site"], port: studio.port),
                try Self.statuses("GET", paths, [Self.bearer], port: studio.port)
            )
        }
        for (request, status) in pages + api { #expect(status == 200, "\(request)") }
    }
}

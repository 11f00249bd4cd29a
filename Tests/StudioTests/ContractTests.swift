import Foundation
import Studio
import Testing

/// Each answer is as openapi.json says.
@Suite struct ContractTests {
    /// Values for what stands in braces in paths, and what operations need beside.
    private static let run = "00001-discs"
    private static let queries = [
        "/api/runs/{run}/morph": "?from=7:3&to=grid:5&frames=3",
        "/api/runs/{run}/morph.gif": "?from=7:3&to=8:0&frames=3",
        "/api/runs/{run}/walk.gif": "?frames=6", "/api/runs/{run}/drawings": "?seed=3&count=5&start=2",
        "/api/runs/{run}/training-drawings": "?index=3&index=0",
    ]
    private static let bodies = [
        "/api/session": #"{"token":"anything"}"#,
        "/api/runs/{run}/critique": #"{"drawing":{"latent":"7:3"},"steps":3,"along":"latent"}"#,
        "/api/runs/{run}/nearest": #"{"drawing":{"strokes":[[[0,9],[0,5]],[[3],[3]]]},"count":4}"#,
    ]
    /// Tested by what they do: they start and stop processes, never end, or need drawings that were judged.
    private static let elsewhere = [
        "POST /api/runs", "POST /api/runs/{run}/stop", "POST /api/runs/{run}/resume", "POST /api/runs/{run}/searches",
        "GET /api/events", "GET /api/runs/{run}/events", "GET /api/runs/{run}/evaluation",
        "POST /api/runs/{run}/evaluation", "GET /api/runs/{run}/evaluation/nearest.png",
        "GET /api/runs/{run}/evaluation/convincing.png", "GET /api/comparison", "POST /api/comparisons",
    ]

    @Test func everyOperationAnswersAsDescribed() async throws {
        let folder = try await RunsFolder.finished.value
        let answers = try await Studio.of(folder).asked { asker in
            let description = try APIDescription(try await asker.get("/api/openapi.json").body)
            var lines: [String] = []
            for (path, method, operation) in description.operations {
                let name = "\(method.uppercased()) \(path)"
                guard !Self.elsewhere.contains(name) else { continue }
                let address =
                    path.replacing("{run}", with: Self.run).replacing("{epoch}", with: "1")
                    .replacing("{dataset}", with: "run%3A\(Self.run)") + (Self.queries[path] ?? "")
                let answer =
                    switch method {
                    case "get": try await asker.get(address)
                    case "post": try await asker.post(address, Self.bodies[path])
                    default: try await asker.send("DELETE", address, ["Origin": "http://localhost"])
                    }
                let described = (operation["responses"] as? [String: Any] ?? [:]).keys
                guard answer.status < 300, described.contains("\(answer.status)") else {
                    lines.append("\(name): \(answer.status) \(answer.text.prefix(300))")
                    continue
                }
                if let schema = description.schema(of: operation, status: answer.status) {
                    lines += description.problems(answer.json ?? NSNull(), schema).map { "\(name): \($0)" }
                }
                #expect(answer.headers["x-content-type-options"] == "nosniff", "\(name)")
                #expect(answer.headers["content-security-policy"]?.contains("script-src 'self';") == true, "\(name)")
            }
            #expect(description.operations.count > 25)
            return lines
        }
        #expect(answers == [])
    }

    @Test func problemsAreAsDescribed() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder).asked { asker in
            let description = try APIDescription(try await asker.get("/api/openapi.json").body)
            let schema = try #require(
                (description.root["components"] as? [String: [String: [String: Any]]])?["schemas"]?["Problem"])
            let answers = [
                try await asker.get("/api/nothing"), try await asker.get("/api/runs/00009-x"),
                try await asker.get("/api/runs/00001-discs/drawings?count=0"),
                try await asker.post("/api/runs/00001-discs/stop"), try await asker.post("/api/runs", "{}"),
            ]
            for answer in answers {
                #expect(answer.headers["content-type"] == "application/problem+json")
                #expect(answer.object["status"] as? Int == answer.status)
                #expect(description.problems(answer.object, schema) == [])
                #expect(answer.headers["cache-control"] == "no-store")
            }
            #expect(answers.map(\.status) == [404, 404, 400, 409, 400])
            #expect(answers.map(\.code) == ["not-found", "no-such-run", "bad-request", "not-stoppable", "bad-request"])
        }
    }
}

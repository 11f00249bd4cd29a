import Foundation
import GAN
import Runs
import Studio
import Testing

/// How good drawings are, as the pages show it: a process of the tool judges them.
@Suite struct JudgingTests {
    private static let run = "/api/runs/00001-discs"

    private static func problems(
        _ answer: Answer, _ method: String, _ path: String, _ asker: Asker
    ) async throws -> [String] {
        let description = try APIDescription(try await asker.get("/api/openapi.json").body)
        let operation = try #require(description.operations.first { $0.path == path && $0.method == method })
        let schema = try #require(description.schema(of: operation.operation, status: answer.status))
        return description.problems(answer.object, schema)
    }

    @Test func aRunsDrawingsAreJudgedOnRequest() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(drawings: [folder.drawingsToJudge()], heldOut: 0.5)
        try await Studio.of(folder).asked { asker in
            #expect(try await asker.get(Self.run + "/evaluation").status == 404)
            let answer = try await asker.post(Self.run + "/evaluation")
            #expect(answer.status == 200, "\(answer.text.prefix(500))")
            let path = "/api/runs/{run}/evaluation"
            #expect(try await Self.problems(answer, "post", path, asker) == [])
            #expect(answer.object["isOutdated"] as? Bool == false)
            let evaluation = try #require(answer.object["evaluation"] as? [String: Any])
            #expect(evaluation["heldOutCount"] as? Int == 210)
            let verdict = try #require(evaluation["verdict"] as? [[String: Any]])
            #expect((verdict.first?["sentence"] as? [String: String])?["zh"]?.isEmpty == false)
            // It stays in the run's folder.
            #expect(try await asker.get(Self.run + "/evaluation").body == answer.body)
            let pictures = try #require(answer.object["pictures"] as? [String: String])
            #expect(pictures.keys.sorted() == ["convincing", "nearest"])
            for picture in pictures.values {
                #expect(try await asker.get(picture).body.starts(with: Data([0x89, 0x50, 0x4e, 0x47])))
            }
            let summary = try await asker.get(Self.run).object
            #expect(summary["evaluated"] as? Double == answer.object["time"] as? Double)
            // The run goes on: what is shown was found of earlier weights.
            try Data(contentsOf: URL(fileURLWithPath: run.generatorPath)).write(to: URL(fileURLWithPath: run.bestPath))
            #expect(try await asker.get(Self.run + "/evaluation").object["isOutdated"] as? Bool == true)
        }
    }

    @Test func theBestEpochIsTold() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 3, drawings: [folder.drawingsToJudge()], heldOut: 0.5)
        let judged = try EventLog.epochs(of: run).compactMap(\.judged)
        let best = try #require(judged.best)
        try await Studio.of(folder).asked { asker in
            let shown = try #require(try await asker.get(Self.run).object["best"] as? [String: Any])
            #expect(shown["epoch"] as? Int == best.epoch)
            #expect((shown["distance"] as? [String: Double])?["value"] == best.distance.value)
            let columns = try await asker.get(Self.run + "/measurements").object
            let epochs = try #require(columns["epochs"] as? [[String: Any]])
            #expect(epochs.compactMap { $0["distance"] as? Double } == judged.map(\.distance.value))
        }
    }

    @Test func whatCannotBeJudgedGetsTheToolsSentence() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder).asked { asker in
            let answer = try await asker.post(Self.run + "/evaluation")
            #expect(answer.status == 422 && answer.code == "cannot-judge")
            #expect(answer.detail.contains("too few, 40; expected"), "\(answer.detail)")
        }
    }

    /// A run's folder may come from anywhere.
    @Test func whatLiesInTheFolderIsNotTrusted() async throws {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1)
        try await Studio.of(folder).asked { asker in
            for text in ["", "{", "{\"count\": 3}", "[]", String(repeating: " ", count: 2_000_000)] {
                try folder.write(text, "runs/00001-discs/evaluation/evaluation.json")
                let answer = try await asker.get(Self.run + "/evaluation")
                #expect(answer.status == 422 && answer.code == "run-broken", "\(text.prefix(20)): \(answer.status)")
            }
            try FileManager.default.removeItem(atPath: folder.path + "/00001-discs/evaluation")
            try folder.write("{}", "elsewhere/evaluation.json")
            try folder.link("runs/00001-discs/evaluation", to: folder.root + "/elsewhere")
            #expect(try await asker.get(Self.run + "/evaluation").status == 404)
            let answer = try await asker.post(Self.run + "/evaluation")
            #expect(answer.status == 422 && answer.detail.contains("not a folder"), "\(answer.text)")
        }
    }

    @Test func runsAreComparedSideBySide() async throws {
        let folder = try RunsFolder()
        let drawings = try folder.drawingsToJudge()
        try await folder.train(epochs: 2, drawings: [drawings], heldOut: 0.5)
        try await folder.train(epochs: 1, drawings: [drawings], heldOut: 0.5)
        let names = ["00001-discs", "00002-discs"]
        try await Studio.of(folder).asked { asker in
            let told = try await asker.get("/api/comparison?run=\(names[0])&run=\(names[1])")
            #expect(told.status == 200 && told.object["runs"] as? [String] == names)
            #expect(try await Self.problems(told, "get", "/api/comparison", asker) == [])
            let settings = try #require(told.object["settings"] as? [[String: Any]])
            #expect(settings.map { $0["setting"] as? String } == ["epochs"])
            #expect(settings[0]["values"] as? [String] == ["2", "1"])
            #expect((told.object["milestones"] as? [Any])?.isEmpty == false)
            let judged = try await asker.post("/api/comparisons", #"{"runs":["00001-discs","00002-discs"]}"#)
            #expect(judged.status == 200, "\(judged.text.prefix(500))")
            #expect(try await Self.problems(judged, "post", "/api/comparisons", asker) == [])
            #expect((judged.object["runs"] as? [String])?.sorted() == names)
            let metrics = try #require(judged.object["metrics"] as? [[String: Any]])
            #expect(metrics.count == 5 && metrics[0]["best"] as? Int == 0)
            for query in ["?run=00001-discs", "?run=00001-discs&run=00001-discs", "", "?run=00001-discs&run=nothing"] {
                let refused = try await asker.get("/api/comparison" + query)
                #expect(refused.status == (query.hasSuffix("nothing") ? 404 : 400), "\(query)")
            }
        }
    }
}

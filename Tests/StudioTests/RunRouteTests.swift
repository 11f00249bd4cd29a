import Datasets
import Foundation
import Runs
import Studio
import Testing

@Suite struct RunRouteTests {
    @Test func finishedRun() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder).asked { asker in
            let run = try await asker.get("/api/runs/00001-discs").object
            #expect(run["state"] as? String == "finished")
            #expect(run["epoch"] as? Int == 2 && run["totalEpochs"] as? Int == 2 && run["step"] as? Int == 10)
            #expect(run["categories"] as? [String] == ["discs"] && run["sources"] as? [String] == ["discs.npy"])
            #expect(run["canResume"] as? Bool == true && run["canStop"] as? Bool == false)
            #expect((run["samples"] as? [[String: Any]])?.compactMap { $0["epoch"] as? Int } == [0, 1, 2])
            #expect((run["reading"] as? [String: Any])?["key"] as? String == "too-early")
            #expect(
                run["thumbnail"] as? String != nil && run["film"] as? String != nil && run["reals"] as? String != nil)
        }
    }

    @Test func measurementsAreThoseOfTheLog() async throws {
        let folder = try await RunsFolder.finished.value
        let events = try EventLog.events(in: RunDirectory.open(folder.path + "/00001-discs"))
        let losses = events.compactMap { if case .step(let step) = $0 { step[.generatorLoss] } else { nil } }
        try await Studio.of(folder).asked { asker in
            let columns = try await asker.get("/api/runs/00001-discs/measurements").object
            let shown = try #require(columns["generatorLoss"] as? [Double])
            #expect(shown.count == 10 && zip(shown, losses).allSatisfy { abs($0 - $1) < 1e-12 })
            #expect(columns["step"] as? [Int] == Array(1...10))
            #expect((columns["epochs"] as? [Any])?.count == 2)
            let lines = try await asker.get("/api/runs/00001-discs/measurements.csv").text.split(separator: "\n")
            #expect(lines.count == 11 && lines[0].hasPrefix("step,epoch,time"))
            #expect(lines[10].split(separator: ",")[5] == "\(losses[9])")
        }
    }

    @Test func longCurvesAreThinnedByMeans() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 8)
        let events = try EventLog.events(in: run)
        let losses = events.compactMap { if case .step(let step) = $0 { step[.generatorLoss] } else { nil } }
        try await Studio.of(folder).asked { asker in
            let columns = try await asker.get("/api/runs/00001-discs/measurements?limit=16").object
            let thinned = try #require(columns["generatorLoss"] as? [Double])
            #expect(losses.count == 40 && thinned.count == 16 && columns["points"] as? Int == 40)
            #expect(columns["step"] as? [Int] == (1...16).map { $0 * 40 / 16 })
            #expect(abs(thinned[0] - (losses[0] + losses[1]) / 2) < 1e-12)
        }
    }

    /// A measure that only some steps have is null where it was not measured, and one that none has is not there.
    @Test func measuresThatStepsLackAreGaps() async throws {
        let folder = try RunsFolder()
        try folder.write(#"{"sources": ["x"]}"#, "runs/00001-partial/config.json")
        let place = #""event":"step","epoch":1,"imagesSeen":8,"time":1.5"#
        let lines = [
            #"{\#(place),"step":1,"generatorLoss":0.5}"#, #"{\#(place),"step":2}"#,
            #"{\#(place),"step":3,"generatorLoss":0.25,"residentBytes":7}"#,
        ]
        try folder.write(lines.joined(separator: "\n") + "\n", "runs/00001-partial/events.jsonl")
        try await Studio.of(folder).asked { asker in
            let columns = try await asker.get("/api/runs/00001-partial/measurements").object
            #expect(
                columns.keys.sorted() == [
                    "epoch", "epochs", "generatorLoss", "points", "residentBytes", "step", "time",
                ])
            #expect((columns["generatorLoss"] as? [Any])?.map { $0 as? Double } == [0.5, nil, 0.25])
            #expect((columns["residentBytes"] as? [Any])?.map { $0 as? Double } == [nil, nil, 7])
            let text = try await asker.get("/api/runs/00001-partial/measurements.csv").text
            #expect(
                text.split(separator: "\n") == [
                    "step,epoch,time,imagesSeen,generatorLoss,residentBytes", "1,1,1.5,8,0.5,", "2,1,1.5,8,,",
                    "3,1,1.5,8,0.25,7",
                ])
            let shown = try await asker.get("/api/runs/00001-partial").object
            #expect(shown["imagesPerSecond"] == nil && shown["step"] as? Int == 3)
        }
    }

    @Test func theTableOfMeasuresIsTold() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder).asked { asker in
            let table = try await asker.get("/api/measures").object
            let measures = try #require(table["measures"] as? [[String: Any]])
            #expect(measures.map { $0["key"] as? String } == Measure.allCases.map(\.rawValue))
            #expect(measures[0]["name"] as? [String: String] == ["en": "discriminator loss", "zh": "判别器损失"])
            let charts = try #require(table["charts"] as? [[String: Any]]).compactMap { $0["key"] as? String }
            #expect(measures.compactMap { $0["chart"] as? String }.allSatisfy(charts.contains))
            let description = try await asker.get("/api/openapi.json").text
            for measure in Measure.allCases { #expect(description.contains("\"\(measure.rawValue)\"")) }
        }
    }

    @Test func theTableOfSettingsIsTold() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder).asked { asker in
            let told = try #require(try await asker.get("/api/settings").object["settings"] as? [[String: Any]])
            let keys = told.compactMap { $0["key"] as? String }
            #expect(keys == Setting.all.filter { $0.form != nil }.map(\.key))
            let description = try await asker.get("/api/openapi.json").object
            let schemas = (description["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]]
            let described = try #require(schemas?["Settings"]?["properties"] as? [String: [String: Any]])
            #expect(described.keys.sorted() == keys.sorted())
            #expect(described["imageSize"]?["multipleOf"] as? Int == 4)
            let resumption = try #require(schemas?["Resumption"]?["properties"] as? [String: Any])
            let changeable = Setting.all.filter { $0.form != nil && $0.mayChange }.map(\.key)
            #expect(resumption.keys.sorted() == changeable.sorted() && changeable.contains("epochs"))
            let presets = try #require(try await asker.get("/api/presets").object["presets"] as? [[String: Any]])
            #expect(presets.compactMap { $0["name"] as? String } == Preset.allCases.map(\.rawValue))
            let quick = try #require(
                presets.first { $0["name"] as? String == "quick" }?["settings"] as? [String: Any])
            #expect(quick["maxImages"] as? Int == 8000 && quick["batchSize"] as? Int == 32 && quick["threads"] == nil)
            #expect(Set(quick.keys).isSubset(of: keys))
        }
    }

    @Test func aRunThatFailedSaysWhy() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        let words = "the generator's loss is not finite at step 6"
        let line =
            #"{"epoch":1,"event":"stopped","message":"\#(words)","reason":"failed","step":5,"time":1.5}"# + "\n"
        let log = try String(contentsOfFile: run.eventsPath, encoding: .utf8)
        try folder.write(log + line, "runs/00001-discs/events.jsonl")
        try await Studio.of(folder).asked { asker in
            let shown = try await asker.get("/api/runs/00001-discs").object
            #expect(shown["state"] as? String == "failed" && shown["failure"] as? String == words)
            #expect(shown["canResume"] as? Bool == true && shown["step"] as? Int == 5)
        }
    }

    @Test func picturesComeWithTagsAndAreNotSentTwice() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder).asked { asker in
            let path = "/api/runs/00001-discs/samples/1.png"
            let first = try await asker.get(path)
            let tag = try #require(first.headers["etag"])
            #expect(first.headers["content-type"] == "image/png" && first.headers["cache-control"] == "no-cache")
            #expect(
                first.body == FileManager.default.contents(atPath: folder.path + "/00001-discs/samples/epoch-0001.png"))
            let second = try await asker.get(path, ["If-None-Match": "\"x\", \(tag)"])
            #expect(second.status == 304 && second.body.isEmpty && second.headers["etag"] == tag)
            #expect(try await asker.get(path, ["If-None-Match": "\"x\""]).status == 200)
            #expect(try await asker.get("/api/runs/00001-discs/samples/77.png").status == 404)
        }
    }

    @Test func brokenRunsSayWhy() async throws {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1)
        try folder.write("not JSON", "runs/00002-garbage/config.json")
        try folder.write(#"{"epochs": -3, "sources": ["x"]}"#, "runs/00003-wrong/config.json")
        try folder.write("a picture", "runs/00004-nothing/samples.gif")
        try folder.write("no run", "runs/notes/text.txt")
        try folder.write("no run", "runs/file.txt")
        try folder.link("runs/00005-linked", to: folder.path + "/00001-discs")
        try await Studio.of(folder).asked { asker in
            let runs = try #require(try await asker.get("/api/runs").object["runs"] as? [[String: Any]])
            let names = runs.compactMap { $0["name"] as? String }
            #expect(names == ["00005-linked", "00004-nothing", "00003-wrong", "00002-garbage", "00001-discs"])
            #expect(runs.compactMap { $0["state"] as? String } == ["broken", "broken", "broken", "broken", "finished"])
            let reasons = runs.compactMap { $0["reason"] as? String }
            try #require(reasons.count == 4)
            #expect(reasons[0].contains("is a link") && reasons[1].contains("config.json"))
            #expect(reasons[2].contains("epochs is -3") && reasons[3].contains("not a JSON object"))
            #expect(reasons.allSatisfy { !$0.contains(folder.root) })
            let broken = try await asker.get("/api/runs/00002-garbage")
            #expect(broken.status == 200 && broken.object["reason"] as? String == reasons[3])
            let asked = try await asker.get("/api/runs/00002-garbage/drawings")
            #expect(asked.status == 422 && asked.code == "run-broken")
            #expect(try await asker.post("/api/runs/00002-garbage/resume", "{}").code == "not-resumable")
        }
    }

    @Test func damagedWeightsSayWhy() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        try await Studio.of(folder).asked { asker in
            #expect(try await asker.get("/api/runs/00001-discs/drawings").status == 200)
            try Data("no weights".utf8).write(to: URL(fileURLWithPath: run.generatorPath))
            let damaged = try await asker.get("/api/runs/00001-discs/drawings")
            #expect(damaged.status == 422 && damaged.code == "weights-broken")
            try FileManager.default.removeItem(atPath: run.generatorPath)
            let missing = try await asker.get("/api/runs/00001-discs/drawings")
            #expect(missing.status == 409 && missing.code == "no-weights-yet")
            #expect(try await asker.get("/api/runs/00001-discs").object["hasWeights"] as? Bool == false)
        }
    }

    @Test func anAbsentFolderHasNoRuns() async throws {
        let folder = try RunsFolder()
        try FileManager.default.removeItem(atPath: folder.path)
        try await Studio.of(folder).asked { asker in
            let answer = try await asker.get("/api/runs")
            #expect(answer.status == 200 && (answer.object["runs"] as? [Any])?.isEmpty == true)
        }
    }

    /// A log that was cut short by a kill, and one with a line of nonsense.
    @Test func damagedLogsAreReadAsFarAsTheyGo() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        var log = try #require(FileManager.default.contents(atPath: run.eventsPath))
        log.removeLast(20)
        try (Data("nonsense\n".utf8) + log).write(to: URL(fileURLWithPath: run.eventsPath))
        try await Studio.of(folder).asked { asker in
            let shown = try await asker.get("/api/runs/00001-discs").object
            // The line that was cut says that the run finished.
            #expect(shown["state"] as? String == "interrupted" && shown["step"] as? Int == 5)
        }
    }
}

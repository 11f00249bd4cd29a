import Foundation
import Studio
import Testing

@Suite struct DataRouteTests {
    @Test func dataOfRunsAreFound() async throws {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1)
        try await folder.train(epochs: 1)
        try await Studio.of(folder).asked { asker in
            let answer = try await asker.get("/api/datasets").object
            let found = try #require(answer["datasets"] as? [[String: Any]]).filter { $0["kind"] as? String == "run" }
            // Both runs are of the same data.
            #expect(found.count == 1 && found[0]["id"] as? String == "run:00001-discs")
            #expect(found[0]["title"] as? String == "discs.npy" && found[0]["count"] as? Int == 40)
            #expect((answer["downloadable"] as? [String])?.contains("zigzag") == true)
            try FileManager.default.removeItem(atPath: folder.drawingsPath)
            let gone = try await asker.get("/api/datasets/run:00001-discs/sheet.png")
            #expect(gone.status == 200 || gone.code == "data-missing")
        }
    }

    @Test func dataThatTheStudioIsStartedWithComesFirst() async throws {
        let folder = try await RunsFolder.finished.value
        let studio = try Studio(
            StudioConfiguration(
                runsFolder: folder.path, port: 0, dataSources: [folder.drawingsPath], trainer: Studio.toolPath,
                version: "0.0.0"))
        try await studio.asked { asker in
            let answer = try await asker.get("/api/datasets").object
            let first = try #require((answer["datasets"] as? [[String: Any]])?.first)
            #expect(first["id"] as? String == "named:1" && first["kind"] as? String == "named")
            #expect(first["title"] as? String == "discs.npy" && first["count"] as? Int == 40)
            let sheet = try await asker.get("/api/datasets/named:1/sheet.png?count=12&columns=6")
            #expect(sheet.headers["content-type"] == "image/png")
            #expect(try await asker.get("/api/datasets/named:2").code == "no-such-dataset")
        }
    }

    @Test func statisticsAndSheet() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder).asked { asker in
            let detail = try await asker.get("/api/datasets/run:00001-discs").object
            let statistics = try #require(detail["statistics"] as? [[String: Any]])
            #expect(detail["sampled"] as? Int == 40 && statistics.count == 1)
            #expect((statistics[0]["inkHistogram"] as? [Int])?.reduce(0, +) == 40)
            #expect((statistics[0]["meanInk"] as? Double ?? 0) > 0.1)
            let sheet = try await asker.get("/api/datasets/run:00001-discs/sheet.png?count=12&columns=6")
            #expect(sheet.headers["content-type"] == "image/png" && sheet.body.starts(with: [0x89, 0x50]))
            let wrong = try await asker.get("/api/datasets/run:00001-discs/sheet.png?category=cat")
            #expect(wrong.status == 400 && wrong.detail.contains("no category cat"))
        }
    }

    @Test func onlyWhatWasFoundCanBeNamed() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder).asked { asker in
            for id in [folder.drawingsPath, "/etc", "run:..", "run:00009-x", "quickdraw:../x", "quickdraw:nothing", ""]
            {
                let encoded = try #require(id.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
                #expect(try await asker.get("/api/datasets/\(encoded)/sheet.png").status == 404, "\(id)")
                let start = try await asker.post("/api/runs", #"{"dataset":"\#(id)"}"#)
                #expect(start.status == 404 && start.code == "no-such-dataset", "\(id)")
            }
        }
    }
}

import Foundation
import GAN
import Runs
import Studio
import Testing

/// Which weights draw, and which category.
@Suite struct GeneratorChoiceTests {
    private static let run = "/api/runs/00001-discs"

    private static func pixels(_ answer: Answer) -> [String] {
        (answer.object["drawings"] as? [[String: Any]] ?? []).compactMap { $0["pixels"] as? String }
    }

    private static func names(_ answer: Answer) -> [String] {
        (answer.object["drawings"] as? [[String: Any]] ?? []).compactMap { $0["latent"] as? String }
    }

    private static func bytes(_ values: [Float]) -> String {
        Data(values.map { UInt8((127.5 + 127.5 * min(max($0, -1), 1)).rounded()) }).base64EncodedString()
    }

    @Test func theBestWeightsDrawUnlessTheNewestAreAskedFor() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        let other = try await folder.train(epochs: 4)
        try FileManager.default.copyItem(atPath: other.generatorPath, toPath: run.bestPath)
        try await Studio.of(folder).asked { asker in
            let path = "/drawings?seed=7&count=1"
            let best = Self.pixels(try await asker.get(Self.run + path))
            let newest = Self.pixels(try await asker.get(Self.run + path + "&weights=newest"))
            #expect(best == Self.pixels(try await asker.get("/api/runs/00002-discs" + path)))
            #expect(best == [Self.bytes(try Sampler(run, .best).draw(count: 1, seed: 7).values)])
            #expect(newest == [Self.bytes(try Sampler(run, .newest).draw(count: 1, seed: 7).values)] && newest != best)
            func logit(_ weights: String) async throws -> Double? {
                let body = #"{"drawing":{"latent":"7:0"},"weights":"\#(weights)"}"#
                let states = try await asker.post(Self.run + "/critique", body).object["states"] as? [[String: Any]]
                return states?[0]["logit"] as? Double
            }
            #expect(try await logit("best") != logit("newest"))
            for route in ["/drawings.png?", "/morph?from=1:0&to=1:1&", "/walk.gif?frames=3&"] {
                let (first, second) = (Self.run + route + "weights=best", Self.run + route + "weights=newest")
                #expect(try await asker.get(first).body != asker.get(second).body, "\(route)")
            }
            #expect(try await asker.get(Self.run + path + "&weights=oldest").status == 400)
            let refused = try await asker.post(Self.run + "/critique", #"{"drawing":{"real":0},"weights":"oldest"}"#)
            #expect(refused.status == 400)
        }
    }

    private func conditionalRun() async throws -> (folder: RunsFolder, run: RunDirectory) {
        let folder = try RunsFolder()
        try RunsFolder.discs(30).write(to: URL(fileURLWithPath: folder.root + "/more.npy"))
        let run = try await folder.train(
            drawings: [folder.drawingsPath, folder.root + "/more.npy"], unconditional: false)
        return (folder, run)
    }

    @Test func aLatentIsDrawnInTheCategoryOfItsName() async throws {
        let (folder, run) = try await conditionalRun()
        let sampler = try Sampler(run)
        let latents = try sampler.latents(count: 4, seed: 7)
        func drawn(_ label: [Float]) throws -> String {
            Self.bytes(try sampler.draw([latents[3]], labels: [label]).values)
        }
        let (discs, more, between) = (try drawn([1, 0]), try drawn([0, 1]), try drawn([0.75, 0.25]))
        try await Studio.of(folder).asked { asker in
            let summary = try await asker.get(Self.run).object
            #expect(summary["classes"] as? [String] == ["discs", "more"])
            let named = try await asker.get(
                Self.run + "/drawings?latent=7:3&latent=discs/7:3&latent=more/7:3&latent=discs/more/0.25/7:3")
            #expect(Self.pixels(named) == [discs, discs, more, between])
            let ofSeed = try await asker.get(Self.run + "/drawings?seed=7&start=3&count=1&category=more")
            #expect(Self.pixels(ofSeed) == [more] && Self.names(ofSeed) == ["more/7:3"])
            // Of a way between categories each drawing's name draws it again.
            let way = try await asker.get(Self.run + "/morph?from=discs/7:3&to=more/7:0&frames=5")
            let (names, pixels) = (Self.names(way), Self.pixels(way))
            #expect(names.first == "discs/7:3" && names.last == "more/7:0" && names[1].hasPrefix("discs/more/0.25/~"))
            for (name, expected) in zip(names, pixels) {
                #expect(Self.pixels(try await asker.get(Self.run + "/drawings?latent=" + name)) == [expected])
            }
            let walks = try await [
                asker.get(Self.run + "/walk.gif?frames=3&category=discs"),
                asker.get(Self.run + "/walk.gif?frames=3&category=more"),
            ]
            #expect(walks.map(\.status) == [200, 200] && walks[0].body != walks[1].body)
            for wrong in [
                "/drawings?latent=cats/7:3", "/drawings?latent=discs/more/2/7:3", "/drawings?latent=discs/more/7:3",
                "/drawings?category=cats", "/walk.gif?category=cats&frames=3",
                "/morph?from=discs/more/0.5/7:3&to=discs/7:3",
            ] {
                let answer = try await asker.get(Self.run + wrong)
                #expect(answer.status == 400 && !answer.detail.isEmpty, "\(wrong): \(answer.status)")
            }
        }
    }

    @Test func drawingsAreJudgedAndSearchedInTheirCategory() async throws {
        let (folder, run) = try await conditionalRun()
        let critic = try Critic(run)
        let image = try Sampler(run).draw(count: 1, seed: 3).values
        let logits = try [critic.judge(image, category: 0), critic.judge(image, category: 1)].map(\.logit)
        try await Studio.of(folder).asked { asker in
            func state(_ drawing: String, _ more: String = "") async throws -> [String: Any] {
                let answer = try await asker.post(Self.run + "/critique", "{\"drawing\":{\(drawing)}\(more)}")
                return (answer.object["states"] as? [[String: Any]])?.last ?? [:]
            }
            let first = try await state(#""latent":"discs/3:0""#)
            #expect(abs((first["logit"] as? Double ?? 99) - logits[0]) < 1e-3)
            let text = try #require(first["pixels"] as? String)
            let asMore = try await state(#""pixels":"\#(text)","category":"more""#)
            #expect(abs((asMore["logit"] as? Double ?? 99) - logits[1]) < 0.02)
            let moved = try await state(#""latent":"more/3:0""#, #","steps":1,"along":"latent""#)
            #expect((moved["latent"] as? String)?.hasPrefix("more/~") == true)
            for (drawing, words) in [
                (#""strokes":[[[0,9],[0,9]]],"category":"cats""#, "no cats"),
                (#""real":1,"category":"more""#, "category"),
            ] {
                let answer = try await asker.post(Self.run + "/critique", "{\"drawing\":{\(drawing)}}")
                #expect(answer.status == 400 && answer.detail.contains(words), "\(answer.text)")
            }
        }
        let search = try await Studio.of(folder).streamed(
            Self.run + "/searches", #"{"drawing":{"strokes":[[[0,9],[0,9]]],"category":"more"},"iterations":10}"#)
        #expect(search.contains(#""latent":"more/~"#), "\(search.suffix(300))")
    }

    @Test func aRunWithoutCategoriesKnowsNone() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder).asked { asker in
            #expect(try await asker.get(Self.run).object["classes"] as? [String] == [])
            for path in ["/drawings?latent=discs/7:3", "/drawings?category=discs"] {
                let answer = try await asker.get(Self.run + path)
                #expect(answer.status == 400 && answer.detail.contains("tells no categories apart"), "\(answer.text)")
            }
        }
    }
}

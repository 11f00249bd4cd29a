import Datasets
import Foundation
import GAN
import Runs
import Studio
import Testing

@Suite struct DrawingRouteTests {
    private static let run = "/api/runs/00001-discs"

    /// Asks about the run that all share.
    private func asked<Value: Sendable>(
        _ body: @Sendable @escaping (Asker, RunDirectory) async throws -> Value
    ) async throws -> Value {
        let folder = try await RunsFolder.finished.value
        let run = try RunDirectory.open(folder.path + "/00001-discs")
        return try await Studio.of(folder).asked { try await body($0, run) }
    }

    private static func bytes(_ image: ArraySlice<Float>) -> [UInt8] {
        image.map { UInt8((127.5 + 127.5 * min(max($0, -1), 1)).rounded()) }
    }

    private static func pixels(_ drawing: [String: Any]) -> [UInt8] {
        (drawing["pixels"] as? String).flatMap { Data(base64Encoded: $0) }.map(Array.init) ?? []
    }

    private static func floats(_ text: Any?) -> [Float] {
        let data = (text as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
        return stride(from: 0, to: data.count, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(data[start + $1]) << (8 * UInt32($1)) })
        }
    }

    private static func isNear(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        first.count == second.count && zip(first, second).allSatisfy { abs(Int($0) - Int($1)) <= 1 }
    }

    @Test func drawingsAreTheSamplers() async throws {
        try await asked { asker, run in
            let expected = try Sampler(run).draw(count: 6, seed: 7).values
            let answer = try await asker.get(Self.run + "/drawings?seed=7&start=2&count=3").object
            let drawings = try #require(answer["drawings"] as? [[String: Any]])
            #expect(drawings.compactMap { $0["latent"] as? String } == ["7:2", "7:3", "7:4"])
            for (place, drawing) in drawings.enumerated() {
                let range = (place + 2) * 256..<(place + 3) * 256
                #expect(Self.isNear(Self.pixels(drawing), Self.bytes(expected[range])))
            }
            let named = try await asker.get(Self.run + "/drawings?latent=7:4&latent=7:2").object
            let again = try #require(named["drawings"] as? [[String: Any]])
            #expect(again.map(Self.pixels) == [drawings[2], drawings[0]].map(Self.pixels))
        }
    }

    /// The latents before the one that is named are made, but not kept.
    @Test func latentsFarDownAStreamAreItsOwn() async throws {
        try await asked { asker, run in
            let sampler = try Sampler(run)
            let latents = try sampler.latents(count: 10_000, seed: 5)
            let answer = try await asker.get(
                Self.run + "/drawings?latent=5:9999&latent=5:0&latent=5:4711&latent=5:9999")
            let drawings = try #require(answer.object["drawings"] as? [[String: Any]])
            let expected = try sampler.draw([9999, 0, 4711, 9999].map { latents[$0] }).values
            for (place, drawing) in drawings.enumerated() {
                #expect(Self.isNear(Self.pixels(drawing), Self.bytes(expected[place * 256..<(place + 1) * 256])))
            }
            #expect(drawings.count == 4)
        }
    }

    /// Before, sixteen seeds took 1.3 GB, at the largest latent size forty.
    @Test func latentsFarDownManyStreamsTakeNoMemory() async throws {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1, latentSize: 2048)
        let (answer, growth) = try await onThread {
            let studio = try StudioProcess(folder)
            _ = try studio.ask("/api/runs/00001-discs/drawings?latent=1:0")
            let before = studio.peakBytes
            let query = (0..<16).map { "latent=\($0):9999" }.joined(separator: "&")
            let answer = try studio.ask("/api/runs/00001-discs/drawings?" + query)
            return (answer, studio.peakBytes - before)
        }
        #expect(answer.hasPrefix("HTTP/1.1 200"), "\(answer.prefix(300))")
        #expect(growth < 100_000_000, "\(growth / 1_000_000) MB")
    }

    @Test func picturesThatAreTooLargeAreRefused() async throws {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1, imageSize: 128)
        try await Studio.of(folder).asked { asker in
            for path in [
                "/walk.gif?count=16&columns=1&frames=120", "/drawings.png?count=64&columns=1&scale=16",
            ] {
                let answer = try await asker.get(Self.run + path)
                #expect(answer.status == 400 && answer.code == "bad-request", "\(path): \(answer.status)")
            }
            #expect(try await asker.get(Self.run + "/walk.gif?count=1&frames=6").status == 200)
        }
    }

    /// In a grid of several categories each drawing is of its row's.
    @Test func gridsOfCategoriesAreDrawnByRow() async throws {
        let folder = try RunsFolder()
        try RunsFolder.discs(30).write(to: URL(fileURLWithPath: folder.root + "/more.npy"))
        let run = try await folder.train(
            drawings: [folder.drawingsPath, folder.root + "/more.npy"], unconditional: false)
        try await Studio.of(folder).asked { try await Self.expectTheGrid(from: $0, of: run) }
    }

    private static func expectTheGrid(from asker: Asker, of run: RunDirectory) async throws {
        let query = (0..<16).map { "latent=grid:\($0)" }.joined(separator: "&")
        let sheet = try await asker.get(Self.run + "/drawings.png?columns=4&" + query)
        #expect(sheet.headers["content-type"] == "image/png")
        let grid = try PNG.decode(contentsOf: run.path + "/samples/epoch-0002.png")
        let path = NSTemporaryDirectory() + UUID().uuidString + ".png"
        try sheet.body.write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let drawn = try PNG.decode(contentsOf: path)
        #expect(drawn.width == grid.width && isNear(drawn.pixels, grid.pixels))
    }

    @Test func gridLatentsDrawTheNewestGrid() async throws {
        try await asked { try await Self.expectTheGrid(from: $0, of: $1) }
    }

    @Test func morphsGoAlongTheSphere() async throws {
        try await asked { asker, run in
            let answer = try await asker.get(Self.run + "/morph?from=1:0&to=2:3&frames=5").object
            let drawings = try #require(answer["drawings"] as? [[String: Any]])
            let sampler = try Sampler(run)
            let ends = (try sampler.latents(count: 1, seed: 1)[0], try sampler.latents(count: 4, seed: 2)[3])
            let middle = sphericalInterpolation(ends.0, ends.1, fraction: 0.5)
            #expect(drawings.count == 5 && drawings[0]["latent"] as? String == "1:0")
            #expect(Self.isNear(Self.pixels(drawings[2]), Self.bytes(try sampler.draw([middle]).values[...])))
            // The latent that comes with a drawing names it.
            let name = try #require(drawings[2]["latent"] as? String)
            let again = try await asker.get(Self.run + "/drawings?latent=" + name).object
            #expect((again["drawings"] as? [[String: Any]])?.map(Self.pixels) == [Self.pixels(drawings[2])])
        }
    }

    @Test func filmsAreFilms() async throws {
        try await asked { asker, _ in
            for path in ["/walk.gif?frames=5&count=2&columns=2", "/morph.gif?from=1:0&to=2:0&frames=3", "/samples.gif"]
            {
                let film = try await asker.get(Self.run + path)
                #expect(film.headers["content-type"] == "image/gif" && film.body.starts(with: Data("GIF89a".utf8)))
            }
            let sameAgain = try await asker.get(Self.run + "/walk.gif?frames=5&count=2&columns=2&seed=0")
            #expect(try await asker.get(Self.run + "/walk.gif?frames=5&count=2&columns=2").body == sameAgain.body)
        }
    }

    @Test func critiqueIsTheCritics() async throws {
        try await asked { asker, run in
            let (critic, sampler) = (try Critic(run), try Sampler(run))
            let image = try sampler.draw(count: 4, seed: 7).values.suffix(256)
            let judgement = try critic.judge(Array(image))
            let answer = try await asker.post(
                Self.run + "/critique", #"{"drawing":{"latent":"7:3"},"steps":4,"stepLength":0.5}"#)
            let states = try #require(answer.object["states"] as? [[String: Any]])
            let logits = states.compactMap { $0["logit"] as? Double }
            #expect(states.count == 5 && abs(logits[0] - judgement.logit) < 1e-4)
            #expect(abs((states[0]["probability"] as? Double ?? 0) - judgement.probability) < 1e-5)
            let gradient = Self.floats(states[0]["gradient"])
            #expect(zip(gradient, judgement.gradient).allSatisfy { abs($0 - $1) < 1e-4 } && gradient.count == 256)
            #expect(abs((states[0]["gradientMax"] as? Double ?? 0) - Double(gradient.map(abs).max() ?? 0)) < 1e-6)
            let moved = ascentStep(from: Array(image), along: judgement.gradient, length: 0.5, bounds: -1...1)
            #expect(Self.isNear(Self.pixels(states[1]), Self.bytes(moved[...])))
            #expect(zip(logits, logits.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    @Test func latentsMoveAlongWhatTheGeneratorCanDo() async throws {
        try await asked { asker, run in
            let answer = try await asker.post(
                Self.run + "/critique", #"{"drawing":{"latent":"7:3"},"steps":2,"stepLength":0.1,"along":"latent"}"#)
            let states = try #require(answer.object["states"] as? [[String: Any]])
            let logits = states.compactMap { $0["logit"] as? Double }
            #expect(logits[0] < logits[1] && logits[1] < logits[2])
            // Each state is what the generator draws of the latent that comes with it.
            let name = try #require(states[2]["latent"] as? String)
            let drawn = try await asker.get(Self.run + "/drawings?latent=" + name).object
            let pixels = try #require((drawn["drawings"] as? [[String: Any]])?.first.map(Self.pixels))
            #expect(Self.isNear(Self.pixels(states[2]), pixels))
            let refused = try await asker.post(
                Self.run + "/critique", #"{"drawing":{"real":1},"steps":2,"along":"latent"}"#)
            #expect(refused.status == 400)
        }
    }

    @Test func strokesAreRenderedAndPixelsTakenAsTheyAre() async throws {
        try await asked { asker, _ in
            let strokes = try await asker.post(
                Self.run + "/critique", #"{"drawing":{"strokes":[[[0,100],[0,50]]]}}"#)
            let states = try #require(strokes.object["states"] as? [[String: Any]])
            let points = [Stroke.Point(x: 0, y: 0), Stroke.Point(x: 100, y: 50)]
            let rendered = StrokeRenderer(side: 16).render([Stroke(points)])
            #expect(Self.pixels(states[0]) == Self.bytes(rendered[...]))
            let text = try #require(states[0]["pixels"] as? String)
            let same = try await asker.post(Self.run + "/critique", #"{"drawing":{"pixels":"\#(text)"}}"#)
            let seen = try #require(same.object["states"] as? [[String: Any]])
            #expect(Self.pixels(seen[0]) == Self.pixels(states[0]))
            #expect(abs((seen[0]["logit"] as? Double ?? 9) - (states[0]["logit"] as? Double ?? 0)) < 0.01)
        }
    }

    @Test func nearestOfATrainingDrawingIsItself() async throws {
        try await asked { asker, _ in
            let answer = try await asker.post(Self.run + "/nearest", #"{"drawing":{"real":11},"count":5}"#)
            let drawings = try #require(answer.object["drawings"] as? [[String: Any]])
            #expect(drawings.count == 5 && answer.object["searched"] as? Int == 40)
            #expect(drawings[0]["distance"] as? Double == 0 && drawings[0]["category"] as? String == "discs")
            // Discs of six radii come again and again: 11, 5, 17, … are the same drawing.
            #expect(drawings.compactMap { $0["real"] as? Int }.allSatisfy { $0 % 6 == 5 })
            let real = try await asker.get(Self.run + "/training-drawings?index=11").object
            let shown = try #require(real["drawings"] as? [[String: Any]])
            #expect(Self.pixels(shown[0]) == Self.pixels(drawings[0]) && real["total"] as? Int == 40)
        }
    }

    @Test func trainingDrawingsThatAreGoneAreExplained() async throws {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1)
        try FileManager.default.removeItem(atPath: folder.drawingsPath)
        try await Studio.of(folder).asked { asker in
            let answer = try await asker.get(Self.run + "/training-drawings")
            #expect(answer.status == 422 && answer.code == "data-missing")
            // What needs no training data still works.
            #expect(try await asker.post(Self.run + "/critique", #"{"drawing":{"latent":"1:1"}}"#).status == 200)
        }
    }

    @Test func searchConvergesAndEnds() async throws {
        let folder = try await RunsFolder.finished.value
        let answer = try await Studio.of(folder).streamed(
            Self.run + "/searches", #"{"drawing":{"latent":"5:0"},"iterations":120}"#)
        #expect(answer.hasPrefix("HTTP/1.1 200 OK") && answer.lowercased().contains("content-type: text/event-stream"))
        let last = try #require(answer.firstMatch(of: /event: done\ndata: (.*)\n/)).1
        let end = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
        #expect(end["iteration"] as? Int == 120 && end["imageSize"] as? Int == 16)
        #expect((end["distance"] as? Double ?? 9) < 0.1)
        let name = try #require(end["latent"] as? String)
        let found = Self.pixels(end)
        try await Studio.of(folder).asked { asker in
            let drawn = try await asker.get(Self.run + "/drawings?latent=" + name).object
            let pixels = try #require((drawn["drawings"] as? [[String: Any]])?.first.map(Self.pixels))
            #expect(Self.isNear(pixels, found))
        }
    }
}

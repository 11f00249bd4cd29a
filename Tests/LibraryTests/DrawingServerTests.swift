import Atelier
import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The example that serves drawings, as a process.
@Suite struct DrawingServerTests {
    @Test func itServesTheGeneratorsDrawings() async throws {
        let bench = try Workbench()
        let run = try await bench.run(["large", "small"])
        let server = try ExampleServer(run.path)
        let sampler = try Sampler(run)
        for (query, category, scale) in [("", 0, 1), ("?category=small&scale=3", 1, 3)] {
            let (data, response) = try await server.get("/drawings/7\(query)")
            #expect(response.statusCode == 200 && response.value(forHTTPHeaderField: "Content-Type") == "image/png")
            let drawing = try sampler.draw(sampler.latents(count: 1, seed: 7), labels: sampler.labels(of: [category]))
            #expect(try Workbench.areSame(bench.picture([UInt8](data)), drawing.bitmap(at: 0, scale: scale)))
        }
        #expect(
            try await server.get("/").0 == Data("large, small of 16×16 pixels, at /drawings/SEED\n".utf8))
        for (query, sentence) in [
            ("?category=camel", "the generator draws no camel; expected large, small"),
            ("?scale=99", "scale is 99; expected 1 to 16"),
        ] {
            let (data, response) = try await server.get("/drawings/7\(query)")
            #expect(response.statusCode == 400 && String(decoding: data, as: UTF8.self).contains(sentence))
        }
        #expect(try await server.get("/drawings/x").1.statusCode == 400)
    }

    @Test func whatIsNoRunIsOneSentence() throws {
        let error = #expect(throws: ExampleServer.Failure.self) { try ExampleServer("/nowhere") }
        #expect(
            error?.output
                == "DrawingServer: there is no run at /nowhere; expected a run's folder, such as runs/00001-cat-tutorial\n"
        )
    }
}

/// The built example on a free port; killed with the value.
private final class ExampleServer {
    struct Failure: Error {
        let output: String
    }

    private let process = Process()
    private let address: String

    init(_ path: String) throws {
        process.executableURL = BuiltProgram.url("DrawingServer")
        process.arguments = [path, "0"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        var text = ""
        var found: Substring?
        while found == nil {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Failure(output: text) }
            text += String(decoding: data, as: UTF8.self)
            found = text.firstMatch(of: /(http:\/\/127\.0\.0\.1:\d+)\/drawings/)?.1
        }
        address = String(found ?? "")
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    func get(_ path: String) async throws -> (Data, HTTPURLResponse) {
        let url = try #require(URL(string: address + path))
        let (data, response) = try await URLSession.shared.data(from: url)
        return (data, try #require(response as? HTTPURLResponse))
    }
}

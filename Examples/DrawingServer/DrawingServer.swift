// Serves the drawings of a trained generator over HTTP, a PNG file for each seed:
//
//     swift run -c release DrawingServer runs/00001-cat-quick    # or a generator.safetensors
//     curl -o cat.png 'http://127.0.0.1:8080/drawings/7?scale=8'
//
// Of a generator that knows categories: /drawings/7?category=cat
import Atelier
import Foundation
import Hummingbird
import NIOCore

@main
struct DrawingServer {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let path = arguments.first, let port = Int(arguments.dropFirst().first ?? "8080") else {
            fail("usage: DrawingServer RUN-OR-WEIGHTS [PORT]")
        }
        do {
            let service =
                try path.hasSuffix(".safetensors")
                ? DrawingService(weights: path) : DrawingService(RunDirectory.open(path))
            try await serve(service, port: port)
        } catch {
            fail(error.localizedDescription)
        }
    }

    static func serve(_ service: DrawingService, port: Int) async throws {
        let router = Router()
        router.get("/") { _, _ in
            let subject = service.categories.isEmpty ? "drawings" : service.categories.joined(separator: ", ")
            return "\(subject) of \(service.images.size)×\(service.images.size) pixels, at /drawings/SEED\n"
        }
        router.get("/drawings/{seed}") { request, context in
            let query = request.uri.queryParameters
            let seed = try context.parameters.require("seed", as: UInt64.self)
            let scale = try query["scale"] == nil ? 1 : query.require("scale", as: Int.self)
            guard (1...16).contains(scale) else {
                throw HTTPError(.badRequest, message: "scale is \(scale); expected 1 to 16")
            }
            do {
                // A client that goes away cancels this task, and with it what is not drawn yet.
                let png = try await service.png(seed: seed, category: query["category"].map(String.init), scale: scale)
                return Response(
                    status: .ok, headers: [.contentType: "image/png"], body: .init(byteBuffer: ByteBuffer(bytes: png)))
            } catch let error as ConfigurationError {
                throw HTTPError(.badRequest, message: error.localizedDescription)
            }
        }
        let server = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                let address = "http://127.0.0.1:\(channel.localAddress?.port ?? port)/drawings/7\n"
                FileHandle.standardOutput.write(Data(address.utf8))
            })
        try await server.runService()
    }

    static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data("DrawingServer: \(message)\n".utf8))
        exit(1)
    }
}

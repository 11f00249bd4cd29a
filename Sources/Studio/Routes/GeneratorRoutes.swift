import GAN
import Hummingbird

/// What the generator draws.
struct GeneratorRoutes {
    let library: RunLibrary
    let inference: Inference

    func add(to api: RouterGroup<StudioContext>) {
        api.get("runs/{run}/drawings") { request, context in
            let query = try Query(request)
            let (names, weights) = (try latents(query), try query.weights)
            let record = try await library.record(named: context.parameter("run"))
            return try Response.json(try await inference.perform { try await $0.drawingList(record, names, weights) })
        }
        api.get("runs/{run}/drawings.png") { request, context in
            let query = try Query(request)
            let (names, weights) = (try latents(query), try query.weights)
            let columns = try query.integer("columns", in: 1...16, default: 4)
            let scale = query.text("scale") == nil ? nil : try query.integer("scale", in: 1...16, default: 1)
            let record = try await library.record(named: context.parameter("run"))
            let bytes = try await inference.perform {
                try await $0.sheet(record, names, weights, columns: columns, scale: scale)
            }
            return Response.made(bytes, type: "image/png", downloadAs: "drawings.png")
        }
        api.get("runs/{run}/morph") { request, context in
            let morph = try morph(Query(request), frames: 16)
            let record = try await library.record(named: context.parameter("run"))
            return try Response.json(try await inference.perform { try await $0.morph(record, morph) })
        }
        api.get("runs/{run}/morph.gif") { request, context in
            let morph = try morph(Query(request), frames: 24)
            let record = try await library.record(named: context.parameter("run"))
            let bytes = try await inference.perform { try await $0.morphFilm(record, morph) }
            return Response.made(bytes, type: "image/gif", downloadAs: "morph.gif")
        }
        api.get("runs/{run}/walk.gif") { request, context in
            let query = try Query(request)
            let walk = Inference.Walk(
                seed: try query.seed, category: query.text("category"),
                count: try query.integer("count", in: 1...16, default: 4),
                frames: try query.integer("frames", in: 3...120, default: 60),
                columns: try query.integer("columns", in: 1...16, default: 2), weights: try query.weights)
            let record = try await library.record(named: context.parameter("run"))
            let bytes = try await inference.perform { try await $0.walkFilm(record, walk) }
            return Response.made(bytes, type: "image/gif", downloadAs: "walk.gif")
        }
        api.post("runs/{run}/searches") { request, context in try await search(request, context) }
    }

    /// The latents that are named, or some of a seed.
    private func latents(_ query: Query) throws -> [LatentName] {
        let named = try query.texts("latent", limit: 64).map { try LatentName($0) }
        if !named.isEmpty { return named }
        let start = try query.integer("start", in: 0...LatentName.largestIndex - 63, default: 0)
        let count = try query.integer("count", in: 1...64, default: 16)
        let seed = try query.seed
        let subject = query.text("category").map { LatentName.Subject.category($0) }
        return (start..<start + count).map { LatentName(.drawn(seed: seed, index: $0), of: subject) }
    }

    private func morph(_ query: Query, frames: Int) throws -> Inference.Morph {
        guard let from = query.text("from"), let to = query.text("to") else {
            throw Problem(.badRequest, "from and to are needed; expected two latents such as 7:3")
        }
        return Inference.Morph(
            from: try LatentName(from), to: try LatentName(to),
            frames: try query.integer("frames", in: 2...64, default: frames), weights: try query.weights)
    }

    /// How long a search may take, in seconds.
    private static let searchLimitSeconds = 300.0

    /// Answers with a stream; the search ends with its client.
    private func search(_ request: Request, _ context: StudioContext) async throws -> Response {
        let request = try await request.collected()
        let asked = try await request.json(Inference.SearchRequest.self)
        _ = try asked.checked()
        let record = try await library.record(named: context.parameter("run"))
        // Before the stream begins, so that these are problems with a status of their own.
        _ = try LoadedNetworks.stamps(of: record, asked.weights ?? .best)
        guard inference.beginSearch() else {
            throw Problem(
                .tooMany, "\(StudioConfiguration.searchLimit) searches are running; wait for one or cancel it")
        }
        // Only the newest progress waits for a slow client.
        let (progress, sink) = AsyncStream.makeStream(of: ByteBuffer.self, bufferingPolicy: .bufferingNewest(2))
        let task = Task {
            defer {
                inference.endSearch()
                sink.finish()
            }
            do {
                let end = try await inference.perform(seconds: Self.searchLimitSeconds) { inference in
                    try await inference.search(record, asked) { state in
                        if let event = try? ServerSentEvent.buffer("progress", state) { sink.yield(event) }
                    }
                }
                sink.yield(try ServerSentEvent.buffer("done", end))
            } catch {
                if let event = try? ServerSentEvent.buffer("problem", Problem(error)) { sink.yield(event) }
            }
        }
        return Response.eventStream(progress, for: request) { task.cancel() }
    }
}

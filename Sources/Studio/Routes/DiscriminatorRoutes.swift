import Hummingbird

/// What the discriminator thinks of drawings, and the training drawings near them.
struct DiscriminatorRoutes {
    let library: RunLibrary
    let inference: Inference

    func add(to api: RouterGroup<StudioContext>) {
        api.post("runs/{run}/critique") { request, context in
            let asked = try await request.json(Inference.CritiqueRequest.self)
            let record = try await library.record(named: context.parameter("run"))
            return try Response.json(try await inference.perform { try await $0.critique(record, asked) })
        }
        api.post("runs/{run}/nearest") { request, context in
            let asked = try await request.json(Inference.NearestRequest.self)
            let record = try await library.record(named: context.parameter("run"))
            return try Response.json(try await inference.perform { try await $0.nearest(record, asked) })
        }
        api.get("runs/{run}/training-drawings") { request, context in
            let query = try Query(request)
            let indices = try query.integers("index", in: 0...Int(Int32.max), limit: 64)
            let choice = Inference.Choice(
                count: try query.integer("count", in: 1...64, default: 16), seed: try query.seed,
                category: query.text("category"))
            let record = try await library.record(named: context.parameter("run"))
            return try Response.json(
                try await inference.perform { try await $0.trainingDrawings(record, indices: indices, choice) })
        }
    }
}

import Foundation
import Hummingbird
import Runs

/// The runs: what there is, what they left, starting and stopping them.
struct RunRoutes {
    let library: RunLibrary
    let trainers: TrainerProcesses
    /// Data that the studio was started with.
    let sources: [String]

    func add(to api: RouterGroup<StudioContext>) {
        api.get("runs") { _, _ in try Response.json(["runs": await library.summaries()]) }
        api.post("runs") { request, _ in try await start(request) }
        api.get("runs/{run}") { _, context in try Response.json(try await detail(context.parameter("run"))) }
        api.post("runs/{run}/stop") { _, context in try await stop(context.parameter("run")) }
        api.post("runs/{run}/resume") { request, context in try await resume(context.parameter("run"), request) }
        api.get("runs/{run}/measurements") { request, context in
            let limit = try Query(request).integer("limit", in: 16...20_000, default: 1000)
            let record = try await library.record(named: context.parameter("run"))
            return try Response.json(
                MeasurementColumns(record.measurements, epochs: record.epochs, limit: limit))
        }
        api.get("runs/{run}/measurements.csv") { _, context in
            let record = try await library.record(named: context.parameter("run"))
            var response = Response.made(
                Array(MeasurementColumns.csv(record.measurements).utf8), type: "text/csv; charset=utf-8")
            response.headers[.contentDisposition] = "attachment; filename=\"measurements.csv\""
            return response
        }
        addFiles(to: api)
    }

    /// Pictures and other files as they stand in a run's folder.
    private func addFiles(to api: RouterGroup<StudioContext>) {
        api.get("runs/{run}/configuration.json") { request, context in
            try await file("config.json", request, context, downloadAs: "config.json")
        }
        api.get("runs/{run}/samples/{epoch}.png") { request, context in
            let text = try context.parameter("epoch")
            guard text.count < 10, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let epoch = Int(text) else {
                throw Problem(.notFound, "there is no sample \(text.prefix(40))")
            }
            return try await file(RunDirectory.sampleName(epoch: epoch), request, context)
        }
        for name in ["samples.gif", "reals.png"] {
            api.get("runs/{run}/\(name)") { request, context in try await file(name, request, context) }
        }
    }

    private func file(
        _ name: String, _ request: Request, _ context: StudioContext, downloadAs download: String? = nil
    ) async throws -> Response {
        let record = try await library.record(named: context.parameter("run"))
        guard let file = record.file(name) else { throw Problem(.notFound, "\(record.name) has no \(name)") }
        return try Response.file(file, for: request, downloadAs: download)
    }

    // MARK: A run in detail

    private struct Detail: Encodable {
        let summary: RunSummary
        let configuration: TrainingConfiguration?
        let latest: TimedMeasurement?
        let reading: CurveReading?
        let samples: [SampleSummary]
        let film: String?
        let reals: String?

        private enum CodingKeys: String, CodingKey {
            case configuration, latest, reading, samples, film, reals
        }

        func encode(to encoder: any Encoder) throws {
            try summary.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeIfPresent(configuration, forKey: .configuration)
            try container.encodeIfPresent(latest, forKey: .latest)
            try container.encodeIfPresent(reading, forKey: .reading)
            try container.encode(samples, forKey: .samples)
            try container.encodeIfPresent(film, forKey: .film)
            try container.encodeIfPresent(reals, forKey: .reals)
        }
    }

    private func detail(_ name: String) async throws -> Detail {
        let record = try await library.record(named: name)
        let summary = try await library.summary(of: name)
        func address(_ file: String) -> String? {
            record.file(file).map { _ in "\(RunLibrary.address(name))/\(file)" }
        }
        return Detail(
            summary: summary, configuration: record.configuration,
            latest: record.latest.map { TimedMeasurement($0, secondsLeft: summary.secondsLeft) },
            reading: await library.reading(of: name), samples: await library.samples(of: name),
            film: address("samples.gif"), reals: address("reals.png"))
    }

    // MARK: Starting and stopping

    private func start(_ request: Request) async throws -> Response {
        let new = try await request.json(NewRun.self)
        let records = await library.records()
        let name = try await trainers.start(try new.arguments(sources: sources, runs: records))
        var response = try Response.json(try await library.summary(of: name), status: .created)
        response.headers[.location] = RunLibrary.address(name)
        return response
    }

    private func stop(_ name: String) async throws -> Response {
        _ = try await library.record(named: name)
        try await trainers.stop(name, holder: await library.holder(of: name))
        return try Response.json(try await library.summary(of: name), status: .accepted)
    }

    private func resume(_ name: String, _ request: Request) async throws -> Response {
        let more = try await request.json(Resumption.self)
        let summary = try await library.summary(of: name)
        guard summary.canResume else {
            throw Problem(
                .notResumable,
                summary.state == .running
                    ? "\(name) is training already"
                    : "\(name) cannot go on: \(summary.reason ?? "it was imported without drawings to train on")")
        }
        try await trainers.resume(name, more.arguments)
        return try Response.json(try await library.summary(of: name), status: .accepted)
    }
}

import Evaluation
import Files
import Foundation
import Hummingbird
import Runs

/// How good the drawings of runs are, one by one and side by side. What takes seconds is judged by a process of the tool.
struct JudgingRoutes {
    let library: RunLibrary
    let judging: Judging

    func add(to api: RouterGroup<StudioContext>) {
        api.get("runs/{run}/evaluation") { _, context in
            try Response.json(StoredEvaluation(try await library.record(named: context.parameter("run"))))
        }
        api.post("runs/{run}/evaluation") { _, context in try await evaluate(context.parameter("run")) }
        for name in StoredEvaluation.pictureNames {
            api.get("runs/{run}/evaluation/\(name)") { request, context in
                let record = try await library.record(named: context.parameter("run"))
                guard let file = record.file("evaluation/\(name)") else {
                    throw Problem(.notFound, "\(record.name) has no evaluation/\(name)")
                }
                return try Response.file(file, for: request)
            }
        }
        api.get("comparison") { request, _ in
            let records = try await records(named: Query(request).texts("run", limit: Self.mostRuns))
            return try Response.json(Comparison(records))
        }
        api.post("comparisons") { request, _ in try await compare(try await request.json(ComparisonRequest.self).runs) }
    }

    /// Judges a run's drawings, and leaves what is found in its folder, also where the client does not wait for it.
    private func evaluate(_ name: String) async throws -> Response {
        let record = try await library.record(named: name)
        try checkWeights(of: record)
        if let kind = FileStatus(of: record.path + "/evaluation")?.kind, kind != .folder {
            throw Problem(.runBroken, "\(name)/evaluation is not a folder; remove it")
        }
        let work = Task { try await judging.judge(name, ["evaluate", "--json", "--", record.path]) }
        _ = try await work.value
        return try Response.json(StoredEvaluation(try await library.record(named: name)))
    }

    private struct ComparisonRequest: Decodable, Sendable {
        let runs: [String]
    }

    private static let mostRuns = 6

    /// Judges the drawings of several runs beside the same real ones.
    private func compare(_ names: [String]) async throws -> Response {
        let records = try await records(named: names)
        for record in records { try checkWeights(of: record) }
        let picture = NSTemporaryDirectory() + "atelier-\(UUID().uuidString).png"
        defer { try? FileManager.default.removeItem(atPath: picture) }
        let found = try await judging.judge(
            names.joined(separator: ", "), ["compare", "--json", "-o", picture, "--"] + records.map(\.path))
        return try Response.json(try JSONDecoder().decode(RunComparison.self, from: found))
    }

    private func records(named names: [String]) async throws -> [RunRecord] {
        guard (2...Self.mostRuns).contains(names.count), Set(names).count == names.count else {
            throw Problem(
                .badRequest, "\(names.count) runs are named; expected 2 to \(Self.mostRuns) different ones to compare")
        }
        var records: [RunRecord] = []
        for name in names { records.append(try await library.record(named: name)) }
        return records
    }

    private func checkWeights(of record: RunRecord) throws {
        guard record.reason == nil else { throw Problem(.runBroken, "\(record.name): \(record.reason ?? "")") }
        guard record.file("generator.safetensors") != nil else {
            throw Problem(
                .noWeightsYet,
                "\(record.name) has no generator.safetensors yet; it is written after the first epoch")
        }
    }

    /// What configurations and logs say of runs.
    private struct Comparison: Encodable, Sendable {
        let runs: [String]
        let settings: [SettingDifference]
        let milestones: [DistanceMilestone]

        init(_ records: [RunRecord]) throws(Problem) {
            runs = records.map(\.name)
            var configurations: [TrainingConfiguration] = []
            for record in records {
                guard let configuration = record.configuration else {
                    throw Problem(.runBroken, "\(record.name): \(record.reason ?? "it has no configuration")")
                }
                configurations.append(configuration)
            }
            settings = SettingDifference.all(between: configurations)
            milestones = DistanceMilestone.all(of: records.map(\.epochs))
        }
    }
}

import Foundation

/// What tests ask of a run's folder.
extension Workshop {
    /// The name of the only run in `runs`.
    func onlyRun(in runs: String = "runs") -> String {
        "\(runs)/" + (names(runs).first { !$0.hasPrefix(".") } ?? "none")
    }

    func generator(_ run: String) -> [UInt8] { bytes(run + "/generator.safetensors") }

    func checkpoints(_ run: String) -> [String] { names(run + "/checkpoints") }

    func config(_ run: String) -> [String: Any] { Self.jsonObject(bytes(run + "/config.json")) }

    static func jsonObject(_ bytes: [UInt8]) -> [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] ?? [:]
    }

    /// Whether the run's events tell of at least `count` steps of `epoch`, and not yet of its end.
    func isInside(epoch: Int, steps count: Int = 1, run: String) -> Bool {
        let events = jsonLines(run + "/events.jsonl").filter { $0["epoch"] as? Int == epoch }
        let steps = events.filter { $0["event"] as? String == "step" }
        return steps.count >= count && !events.contains { $0["event"] as? String == "epoch" }
    }

    /// A settings file that has every step recorded.
    func writeSettings() throws -> String { try write(#"{"logEverySteps": 1}"#, "every-step.json") }
}

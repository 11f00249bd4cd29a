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

    /// Whether the last event of the run is a step of `epoch`, the `step`-th of the run or a later one.
    func isInside(epoch: Int, from step: Int = 0, run: String) -> Bool {
        let end = String(decoding: bytes(run + "/events.jsonl").suffix(2000), as: UTF8.self)
        guard let last = Self.jsonLines(end).last else { return false }
        return last["event"] as? String == "step" && last["epoch"] as? Int == epoch
            && (last["step"] as? Int).map { $0 >= step } == true
    }

    /// A settings file that has every step recorded.
    func writeSettings() throws -> String { try write(#"{"logEverySteps": 1}"#, "every-step.json") }
}

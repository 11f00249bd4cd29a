import Synchronization

/// What became of the damaged files.
public final class Outcomes: Sendable {
    private struct Counts {
        var refused = 0
        var accepted = 0
        var unclear: [String] = []
    }
    private let counts = Mutex(Counts())

    /// No outcomes yet.
    public init() {}

    /// Files that were refused.
    public var refused: Int { counts.withLock { $0.refused } }
    /// Files that were read.
    public var accepted: Int { counts.withLock { $0.accepted } }
    /// Refusals that are not one sentence about the file.
    public var unclear: [String] { counts.withLock { $0.unclear } }

    /// Counts what reading the file at `path`, mutation `number`, came to.
    public func add(_ number: Int, _ result: Result<Void, any Error>, path: String) {
        counts.withLock { counts in
            switch result {
            case .success: counts.accepted += 1
            case .failure(let error):
                counts.refused += 1
                let text = "\(error)"
                if !text.contains(path) || text.contains("\n") { counts.unclear.append("\(number): \(text)") }
            }
        }
    }
}

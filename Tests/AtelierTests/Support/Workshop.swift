import Foundation

/// A temporary folder in which the tool runs, its home and data folder too; removed with the value.
final class Workshop {
    let path: String
    private var commandCount = 0

    init() throws {
        path = NSTemporaryDirectory().trimmingSuffix("/") + "/atelier-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        // What the processes print is kept apart from what they make.
        try FileManager.default.createDirectory(atPath: printed, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        try? FileManager.default.removeItem(atPath: printed)
    }

    private var printed: String { path + "-printed" }

    /// Runs `atelier`, or another program, with `arguments` to its end. `through` is a command that runs it, such as
    /// `setpriv`.
    func run(
        _ arguments: [String], of program: String = Tool.path, environment: [String: String] = [:],
        through launcher: [String] = []
    ) throws -> Tool.Result {
        try start(arguments, of: program, environment: environment, through: launcher).wait()
    }

    func run(_ arguments: String...) throws -> Tool.Result {
        try run(arguments)
    }

    func start(
        _ arguments: [String], of program: String = Tool.path, environment: [String: String] = [:],
        through launcher: [String] = []
    ) throws -> RunningTool {
        commandCount += 1
        var variables = ProcessInfo.processInfo.environment
        variables["HOME"] = path
        variables["XDG_DATA_HOME"] = path + "/data"
        // Tests run side by side: one core each.
        variables["OMP_NUM_THREADS"] = "1"
        // No test reaches out of this machine.
        variables["ATELIER_QUICKDRAW_URL"] = "http://127.0.0.1:9"
        return try RunningTool(
            launcher + [program] + arguments, environment: variables.merging(environment) { $1 }, folder: path,
            outputPath: "\(printed)/\(commandCount).out", errorPath: "\(printed)/\(commandCount).err")
    }

    /// Trains on `source` with the smallest networks, one thread, and `arguments`.
    func train(_ source: String, _ arguments: String...) throws -> Tool.Result {
        try run(Self.trainArguments(source, arguments))
    }

    static func trainArguments(_ source: String, _ arguments: [String]) -> [String] {
        [
            "train", source, "--preset", "tutorial", "--width", "4", "--latent-size", "8", "--batch-size", "8",
            "--threads", "1",
        ] + arguments
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, making the folders on its way, and returns its path.
    @discardableResult func write(_ bytes: [UInt8], _ name: String) throws -> String {
        let folder = URL(fileURLWithPath: file(name)).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    @discardableResult func write(_ text: String, _ name: String) throws -> String {
        try write(Array(text.utf8), name)
    }

    /// The bytes of a file; none where there is no such file.
    func bytes(_ name: String) -> [UInt8] {
        FileManager.default.contents(atPath: file(name)).map { [UInt8]($0) } ?? []
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

    /// The names in a folder, in order; none where there is no such folder.
    func names(_ folder: String = ".") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: file(folder))) ?? []).sorted()
    }

    /// The bytes of every file under the workshop, by its path in it.
    func contents() -> [String: [UInt8]] { files(in: ".") }

    /// The bytes of every file under `folder`, by its path in it.
    func files(in folder: String) -> [String: [UInt8]] {
        let names = FileManager.default.enumerator(atPath: file(folder))?.compactMap { $0 as? String } ?? []
        let files = names.compactMap { name in
            FileManager.default.contents(atPath: file("\(folder)/\(name)")).map { (name, [UInt8]($0)) }
        }
        return Dictionary(uniqueKeysWithValues: files)
    }

    /// The objects of a file of JSON lines, without a line that is cut short.
    func jsonLines(_ name: String) -> [[String: Any]] {
        Self.jsonLines(String(decoding: bytes(name), as: UTF8.self))
    }

    static func jsonLines(_ text: String) -> [[String: Any]] {
        Tool.lines(text).compactMap { line in
            (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}

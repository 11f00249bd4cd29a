import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What is on this machine that some tests need; they are skipped elsewhere.
enum Machine {
    static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    static let hasFashionMNIST = has("/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz")

    /// Real Quick, Draw! drawings in a folder beside the checkout.
    static let quickDraw = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shared/data/quickdraw").path
    static let hasQuickDraw = has(quickDraw + "/cat.npy")

    /// A command before a command, by which it runs on a terminal of so many columns; what that shows is its output.
    static func onTerminal(columns: Int) -> [String] {
        let script = """
            line="stty cols \(columns) rows 24; exec"
            for argument in "$0" "$@"; do line="$line '$argument'"; done
            exec script -q -e -c "$line" /dev/null
            """
        return ["/bin/sh", "-c", script]
    }
    #if os(Linux)
        static let hasTerminals = has("/usr/bin/script")
    #else
        // macOS has another `script`.
        static let hasTerminals = false
    #endif

    /// A command before a command, by which even root may not read or write what its permissions forbid.
    static let withoutPrivileges: [String] =
        geteuid() == 0
        ? [
            "/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search",
            "--inh-caps=-dac_override,-dac_read_search", "--",
        ] : []
    static let canDropPrivileges = geteuid() != 0 || has("/usr/bin/setpriv")

    /// Whether a disk of limited size can be mounted.
    static let canMount: Bool = {
        let folder = NSTemporaryDirectory() + "atelier-mount-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        guard geteuid() == 0, let disk = try? SmallDisk(at: folder, kilobytes: 64) else { return false }
        return disk.isMounted
    }()
}

/// A disk of limited size, unmounted with the value.
final class SmallDisk {
    private let path: String
    let isMounted: Bool

    init(at path: String, kilobytes: Int) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        isMounted = Self.run(["mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path])
    }

    deinit {
        if isMounted { _ = Self.run(["umount", path]) }
    }

    private static func run(_ command: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}

import Foundation

/// The library of `Tests/Torture/faults.c`, which stands between the tool and the system; its head says what it can do.
enum Faults {
    /// Compiled for these tests; nil where that cannot be done.
    static let library: String? = {
        #if os(Linux)
            let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("Torture/faults.c").path
            let library = NSTemporaryDirectory() + "atelier-faults-\(ProcessInfo.processInfo.processIdentifier).so"
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = [
                "-c", "$(command -v clang || command -v cc) -std=gnu17 -shared -fPIC -o \"$0\" \"$1\"", library, source,
            ]
            guard (try? process.run()) != nil else { return nil }
            process.waitUntilExit()
            return process.terminationStatus == 0 ? library : nil
        #else
            return nil
        #endif
    }()

    /// The environment with which a process has these faults.
    static func environment(_ settings: [String: String]) -> [String: String] {
        settings.merging(["LD_PRELOAD": library ?? ""]) { $1 }
    }
}

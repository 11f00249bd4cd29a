import Foundation

/// The built tool, which lies beside the tests.
enum Tool {
    static let path: String = {
        #if os(macOS)
            let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? .main
            return bundle.bundleURL.deletingLastPathComponent().appendingPathComponent("atelier").path
        #else
            return Bundle.main.bundleURL.appendingPathComponent("atelier").path
        #endif
    }()

    /// What a process left that ended.
    struct Result {
        /// The exit status, or, where a signal ended the process, its number negated.
        let status: Int32
        let output: String
        let errors: String

        var outputLines: [String] { Tool.lines(output) }
        var errorLines: [String] { Tool.lines(errors) }

        /// Whether standard error is one sentence of the tool, and nothing of a crash, an engine or a library.
        var isOneSentence: Bool {
            let foreign = ["Fatal error", "Stack dump", "Domain=", "c10::", "std::", "Exception raised", "Error:"]
            return errorLines.count == 1 && errors.hasPrefix("atelier: ") && errors.hasSuffix("\n")
                && !foreign.contains(where: errors.contains)
        }
    }

    /// The process did not end in time, and was killed.
    struct Hang: Error {
        let command: String
        let output: String
        let errors: String
    }

    static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    }
}

import ArgumentParser
import Datasets
import Foundation
import GAN
import Runs
import Subprocess
import Torch

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that all that training needs is here and works.",
        discussion: """
            Prints what was found, and what to do about what was not. Ends with status 69 where training cannot work.

            Example:
              atelier doctor
            """)

    @Option(help: "The device to try: cpu, cuda, cuda:1 or mps.")
    var device = "cpu"

    func run() async throws {
        let findings = [
            await toolchain(), libtorch(), processor(), devices(), fashionMNIST(), quickDraw(), trainingStep(),
        ]
        for finding in findings {
            try Console.print("\(finding.mark) \(finding.name): \(finding.text)")
            if let fix = finding.fix { try Console.print("    \(fix)") }
        }
        if findings.contains(where: { $0.isFailure }) { throw ExitCode(69) }
    }

    private struct Finding {
        enum Outcome { case fine, absent, failed }
        let name: String
        let outcome: Outcome
        let text: String
        /// What to do, where something is to be done.
        var fix: String?

        var isFailure: Bool { outcome == .failed }
        var mark: String {
            switch outcome {
            case .fine: "✓"
            case .absent: "–"
            case .failed: "✗"
            }
        }
    }

    private func toolchain() async -> Finding {
        guard let version = await firstLine(of: "swift", ["--version"]) else {
            return Finding(
                name: "toolchain", outcome: .absent, text: "no swift on the PATH; needed only to build",
                fix: "install Swift 6.3 or later from swift.org")
        }
        return Finding(name: "toolchain", outcome: .fine, text: version)
    }

    private func libtorch() -> Finding {
        Finding(name: "libtorch", outcome: .fine, text: Runtime.version)
    }

    private func processor() -> Finding {
        let model = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
            .split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
        return Finding(
            name: "processor", outcome: .fine,
            text: "\(model ?? "unknown"), \(Runtime.cpuCapability), \(counted(Runtime.threadCount, "thread")), "
                + "\(Runtime.convolutionKernels) convolutions\(Runtime.hasBFloat16 ? ", also in bfloat16" : "")",
            fix: Runtime.kernelThreadCount < Runtime.threadCount
                ? "the process has no GNU OpenMP library, so Atelier's kernels run on 1 thread; run `make setup` again"
                : nil)
    }

    private func devices() -> Finding {
        let names = Runtime.availableDevices().map(\.description).joined(separator: ", ")
        #if os(Linux)
            let fix = names == "cpu" ? "for an NVIDIA GPU: make setup CUDA=1, then make build" : nil
        #else
            let fix: String? = nil
        #endif
        return Finding(name: "devices", outcome: .fine, text: names, fix: fix)
    }

    private func fashionMNIST() -> Finding {
        do {
            let dataset = try Dataset.open(["fashion-mnist"], options: DatasetOptions())
            return Finding(name: "fashion-mnist", outcome: .fine, text: "\(dataset.count) pictures")
        } catch {
            return Finding(
                name: "fashion-mnist", outcome: .absent, text: "\(error)",
                fix: "on Debian: apt-get install dataset-fashion-mnist; elsewhere: --data FOLDER")
        }
    }

    private func quickDraw() -> Finding {
        let store = QuickDrawStore(environment: ProcessInfo.processInfo.environment)
        let fetched = QuickDrawCatalogue.categories.filter(store.contains)
        guard fetched.isEmpty else {
            return Finding(
                name: "quickdraw", outcome: .fine, text: "\(fetched.joined(separator: ", ")) in \(store.folder)")
        }
        return Finding(
            name: "quickdraw", outcome: .absent, text: "no category in \(store.folder)", fix: "atelier data fetch cat")
    }

    private func trainingStep() -> Finding {
        do {
            var configuration = TrainingConfiguration()
            configuration.imageSize = 28
            configuration.channels = 1
            configuration.device = device
            let state = try TrainingState(configuration)
            let random = try RandomGenerator(seed: 0, device: state.device)
            let realImages = try random.uniform([32, 1, 28, 28], from: -1, to: 1)
            let start = ContinuousClock.now
            let measurement = try state.step(realImages: realImages)
            let seconds = start.duration(to: .now) / .seconds(1)
            return Finding(
                name: "training step", outcome: .fine,
                text: "32 images on \(state.device) in \(String(format: "%.2f", seconds)) s, "
                    + measurement.measurements.summary())
        } catch {
            return Finding(
                name: "training step", outcome: .failed, text: "\(error)",
                fix: device == "cpu" ? "set libtorch up again: make setup" : "try --device cpu")
        }
    }

    /// The first line that a program prints; nil where it cannot be run or fails.
    private func firstLine(of program: String, _ arguments: [String]) async -> String? {
        let result = try? await Subprocess.run(
            .name(program), arguments: Arguments(arguments), output: .string(limit: 1 << 16))
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return result.standardOutput.split(separator: "\n").first.map(String.init)
    }
}

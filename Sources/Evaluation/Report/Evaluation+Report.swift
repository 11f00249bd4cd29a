import Foundation
import Runs

extension Evaluation {
    /// All figures and the verdict as JSON with sorted keys.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // A classifier that has no error, or too few groups to know it, leaves no number.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// The figures and the verdict in lines, of drawings called `name`.
    public func report(of name: String) -> String {
        let compared =
            heldOutCount > 0
            ? "\(heldOutCount) real ones that were held out of training, and \(trainingCount) that were not"
            : "\(trainingCount) real ones, none of which is known to be held out of training"
        var lines = ["\(name): \(count) drawings beside \(compared); seed \(seed)"]
        for opinion in opinions { lines += opinion.lines }
        lines += ["by pixels"] + variety.lines + copies.lines
        if let history { lines += history.lines }
        lines += ["verdict"] + verdict.flatMap { ["  \($0.sentence.en)", "  \($0.sentence.zh)"] }
        return lines.joined(separator: "\n")
    }
}

extension EpochHistory {
    fileprivate var lines: [String] {
        let best = epochs.best
        return ["Fréchet distance by epoch, \(judge), \(count) drawings of each"]
            + epochs.map { "  epoch \($0.epoch)\($0 == best ? ", the best" : ""): \(estimate($0.distance))" }
            + [comparison].compactMap { $0 }
    }
}

extension EpochHistory {
    /// By how much the best epoch is better than the last; nil where it is the last, or there is none.
    private var comparison: String? {
        guard let best = epochs.best, let last = epochs.last, best != last else { return nil }
        return "  the drawings of epoch \(best.epoch) are \(best.comparison(with: last)), the last"
    }
}

extension Opinion {
    fileprivate var lines: [String] {
        var lines = [
            "\(judge), \(count) drawings of each",
            line(
                "Fréchet distance", estimate(frechetDistance.estimate),
                "\(figure(frechetDistance.multiple)) times real against real, \(figure(frechetDistance.real))"),
            line(
                "kernel distance", estimate(kernelDistance.estimate), "real against real \(figure(kernelDistance.real))"
            ),
            line("classifier right", percent(accuracy.value), "chance 50 %"),
            line("density", figure(scores.density), "real \(figure(realScores.density))"),
            line("coverage", figure(scores.coverage), "real \(figure(realScores.coverage))"),
            line("precision", figure(scores.precision), "real \(figure(realScores.precision))"),
            line("recall", figure(scores.recall), "real \(figure(realScores.recall))"),
        ]
        if let outliers {
            lines.append(line("no drawing at all", percent(outliers.fake), "real \(percent(outliers.real))"))
        }
        if !categories.isEmpty {
            let shares = categories.prefix(4).map {
                "\($0.name) \(percent($0.shares.fake)) (\(percent($0.shares.real)))"
            }
            lines.append("  taken for (real)    " + shares.joined(separator: ", "))
        }
        return lines
    }
}

extension Evaluation.Variety {
    fileprivate var lines: [String] {
        [
            line("kinds", figure(kinds), "real \(figure(realKinds))"),
            line("with a twin", percent(duplicates.share), "real \(percent(duplicates.expected))"),
        ]
    }
}

extension Copies {
    fileprivate var lines: [String] {
        var lines = [
            line("much nearer to one training drawing", percent(nearOne.share), "real \(percent(nearOne.expected))")
        ]
        if let nearer = nearerToTraining {
            lines.append(line("nearer to training", percent(nearer.share), "chance \(percent(nearer.expected))"))
        } else {
            lines.append("  nearer to training  not known: it takes drawings held out of training")
        }
        return lines
    }
}

private func line(_ name: String, _ value: String, _ beside: String) -> String {
    "  \(name.padding(toLength: max(20, name.count + 1), withPad: " ", startingAt: 0))\(value) (\(beside))"
}

func estimate(_ estimate: Estimate) -> String {
    "\(figure(estimate.value)) ± \(figure(estimate.standardError))"
}

private func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

/// Three digits or so.
func figure(_ value: Double) -> String {
    String(format: abs(value) < 0.1 ? "%.4f" : abs(value) < 10 ? "%.2f" : "%.1f", value)
}

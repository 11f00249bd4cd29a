import ArgumentParser
import Evaluation
import Foundation
import Runs

struct MeasureDamages: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "damages",
        abstract: "Damage real drawings in known ways, and print as a table what is found of them.")

    @Argument(help: "The folder of drawings: cat.npy, lion.npy and bird.npy.")
    var data: String

    @Option(help: "Seed of all that is random.")
    var seed: UInt64 = 0

    func run() throws {
        let damaged = try DamagedDrawings(data: data, seed: seed)
        print(
            "| damage | distance | multiple | random | classifier | density | coverage | recall | kinds | twins | near one | nearer to training | verdict |"
        )
        print("|---|---|---|---|---|---|---|---|---|---|---|---|---|")
        for damage in Damage.allCases {
            let found = try Evaluation.evaluate(damaged.drawings(damage), against: damaged.real, seed: seed).evaluation
            print("| \(damage.name) | \(Self.figures(of: found).joined(separator: " | ")) |")
        }
    }

    private static func figures(of found: Evaluation) -> [String] {
        let (first, second) = (found.opinions[0], found.opinions[1])
        func percent(_ share: Double?) -> String { share.map { String(format: "%.1f %%", 100 * $0) } ?? "" }
        func number(_ value: Double) -> String { String(format: value < 10 ? "%.2f" : "%.1f", value) }
        return [
            number(first.frechetDistance.estimate.value), number(first.frechetDistance.multiple),
            number(second.frechetDistance.multiple), percent(first.accuracy.value), number(first.scores.density),
            number(first.scores.coverage), number(first.scores.recall), number(found.variety.kinds),
            percent(found.variety.duplicates.share), percent(found.copies.nearOne.share),
            percent(found.copies.nearerToTraining?.share), found.verdict.map(\.kind.rawValue).joined(separator: ", "),
        ]
    }
}

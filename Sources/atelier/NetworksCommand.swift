import ArgumentParser
import Foundation
import GAN
import Networks
import Runs

struct NetworksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "networks",
        abstract: "Show the layers of a run's networks.",
        discussion: """
            Of each layer: what comes out of it, [features] or [channels, height, width], how many numbers training
            changes in it, and how many multiplications one image takes.

            Examples:
              atelier networks runs/00003-cat-tutorial
              atelier networks generator.safetensors
            """)

    @Argument(help: ArgumentHelp("The run's folder, or a generator.safetensors.", valueName: "run"))
    var path: String

    func run() throws {
        for (kind, network) in try networks() {
            try Console.print(NetworkTable(network).text(title: kind.rawValue), terminator: "")
        }
    }

    private func networks() throws -> [(NetworkKind, NetworkDescription)] {
        if path.hasSuffix(".safetensors") {
            let kinds = NetworkKind.allCases.filter {
                URL(fileURLWithPath: path).lastPathComponent.contains($0.rawValue)
            }
            let weights = try NetworkWeights(kinds.first ?? .generator, contentsOf: path)
            return [(weights.kind, weights.network)]
        }
        let run = try RunDirectory.open(path)
        let configuration = try run.configuration()
        guard configuration.ownParts.isEmpty else {
            // Only its weights say what networks a program brought.
            return try NetworkKind.allCases.map { ($0, try NetworkWeights($0, of: run).network) }
        }
        let images = try configuration.imageShape()
        return [
            (.generator, configuration.networks.generator(of: images)),
            (.discriminator, configuration.networks.discriminator(of: images)),
        ]
    }
}

/// The layers of a network, a line each.
private struct NetworkTable {
    private let input: [Int]
    private var rows: [[String]] = []
    private var parameters = 0
    private let multiplyAdds: Int

    init(_ network: NetworkDescription) throws {
        input = network.input
        multiplyAdds = try network.multiplyAdds()
        add(try network.placed(), depth: 0)
    }

    private mutating func add(_ layers: [PlacedLayer], depth: Int) {
        for layer in layers {
            let count = layer.weights.filter(\.isTrained).map { $0.shape.reduce(1, *) }.reduce(0, +)
            parameters += count
            rows.append([
                String(repeating: "  ", count: depth) + layer.name, "\(layer.output)", Self.grouped(count),
                Self.grouped(layer.multiplyAdds),
            ])
            for (branch, name) in zip(layer.branches, ["", "shortcut"]) where !branch.isEmpty {
                if !name.isEmpty { rows.append([String(repeating: "  ", count: depth + 1) + name, "", "", ""]) }
                add(branch, depth: depth + 1)
            }
        }
    }

    /// Names and shapes to the left, numbers to the right, each column as wide as its widest cell.
    func text(title: String) -> String {
        let table = [["layer", "output", "parameters", "multiply-adds"]] + rows
        let widths = (0..<4).map { column in table.map { $0[column].count }.max() ?? 0 }
        let lines = table.map { row in
            let cells = (0..<4).map { column in
                let blank = String(repeating: " ", count: widths[column] - row[column].count)
                return column < 2 ? row[column] + blank : blank + row[column]
            }
            return "  " + cells.joined(separator: "  ")
        }
        return
            "\(title) of \(input): \(Self.grouped(parameters)) parameters, \(Self.grouped(multiplyAdds)) multiply-adds "
            + "an image\n\(lines.joined(separator: "\n"))\n"
    }

    /// `12,544`; nothing for 0.
    private static func grouped(_ number: Int) -> String {
        guard number > 0 else { return "" }
        return number.formatted(.number.grouping(.automatic).locale(Locale(identifier: "en")))
    }
}

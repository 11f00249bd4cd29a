import Foundation
import GAN
import Hummingbird

/// The parameters after the `?` of an address.
struct Query {
    private let items: [(name: String, value: String)]

    /// Throws ``Problem`` for a wrong percent encoding.
    init(_ request: Request) throws(Problem) {
        var items: [(name: String, value: String)] = []
        for item in (request.uri.query ?? "").split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = parts.map { $0.replacing("+", with: " ").removingPercentEncoding }
            guard let name = texts[0], let value = texts.count > 1 ? texts[1] : "" else {
                throw Problem(.badRequest, "the address has a wrong percent encoding")
            }
            items.append((name, value))
        }
        self.items = items
    }

    /// The last value of `name`; nil where it is absent.
    func text(_ name: String) -> String? { items.last { $0.name == name }?.value }

    /// All values of `name`.
    func texts(_ name: String, limit: Int) throws(Problem) -> [String] {
        let values = items.filter { $0.name == name }.map(\.value)
        guard values.count <= limit else {
            throw Problem(.badRequest, "\(name) is given \(values.count) times; expected \(limit) times at most")
        }
        return values
    }

    func integer(_ name: String, in range: ClosedRange<Int>, default value: Int) throws(Problem) -> Int {
        guard let text = text(name) else { return value }
        return try Self.integer(text, name, in: range)
    }

    func integers(_ name: String, in range: ClosedRange<Int>, limit: Int) throws(Problem) -> [Int] {
        var numbers: [Int] = []
        for text in try texts(name, limit: limit) { numbers.append(try Self.integer(text, name, in: range)) }
        return numbers
    }

    /// The value of `seed`, 0 where it is absent.
    var seed: UInt64 {
        get throws(Problem) { UInt64(try integer("seed", in: 0...Self.largestSeed, default: 0)) }
    }

    /// The value of `weights`, `best` where it is absent.
    var weights: WeightsChoice {
        get throws(Problem) {
            guard let text = text("weights") else { return .best }
            guard let choice = WeightsChoice(rawValue: text) else {
                throw Problem(.badRequest, "weights is \(text.prefix(40)); expected best or newest")
            }
            return choice
        }
    }

    /// The largest whole number up to which JavaScript counts exactly.
    static let largestSeed = 9_007_199_254_740_991

    private static func integer(
        _ text: String, _ name: String, in range: ClosedRange<Int>
    ) throws(Problem) -> Int {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text), range.contains(number)
        else {
            throw Problem(
                .badRequest,
                "\(name) is \(text.prefix(40)); expected a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }
}

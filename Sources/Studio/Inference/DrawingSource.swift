import Datasets
import Foundation

/// A drawing that a page names or brings: exactly one of a latent, a training drawing, strokes and pixels.
struct DrawingSource: Decodable, Sendable {
    enum Kind: Sendable {
        case latent(LatentName)
        case real(Int)
        case strokes([Stroke])
        /// A byte a value, [C, H, W], 0 (paper) to 255 (ink).
        case pixels(Data)
    }

    let kind: Kind
    /// What strokes and pixels are to show, where the networks tell categories apart; the first where it is nil. Other drawings
    /// are of a category of their own.
    let category: String?

    static let strokePointLimit = 20_000
    private static let strokeLimit = 2000
    private static let largestCoordinate = 1e6

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case latent, real, strokes, pixels, category
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(otherThan: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let keys = container.allKeys.filter { $0 != .category }
        guard keys.count == 1, let key = keys.first else {
            throw Problem(.badRequest, "a drawing is exactly one of latent, real, strokes and pixels")
        }
        category = try container.decodeIfPresent(String.self, forKey: .category)
        guard category == nil || key == .strokes || key == .pixels else {
            throw Problem(.badRequest, "category goes with strokes and pixels; other drawings have one of their own")
        }
        switch key {
        case .latent: kind = .latent(try LatentName(try container.decode(String.self, forKey: key)))
        case .real: kind = .real(try container.decode(Int.self, forKey: key))
        case .strokes: kind = .strokes(try Self.strokes(try container.decode([[[Double]]].self, forKey: key)))
        case .pixels, .category:
            guard let data = Data(base64Encoded: try container.decode(String.self, forKey: key)) else {
                throw Problem(.badRequest, "pixels is not base64")
            }
            kind = .pixels(data)
        }
    }

    private static func strokes(_ lists: [[[Double]]]) throws(Problem) -> [Stroke] {
        guard (1...strokeLimit).contains(lists.count) else {
            throw Problem(.badRequest, "strokes has \(lists.count) strokes; expected 1 to \(strokeLimit)")
        }
        var pointCount = 0
        var strokes: [Stroke] = []
        for list in lists {
            guard list.count == 2, !list[0].isEmpty, list[0].count == list[1].count else {
                throw Problem(.badRequest, "a stroke is [[x, …], [y, …]], with as many x as y and at least one")
            }
            pointCount += list[0].count
            guard pointCount <= strokePointLimit else {
                throw Problem(.badRequest, "strokes has more than \(strokePointLimit) points")
            }
            guard (list[0] + list[1]).allSatisfy({ $0.isFinite && abs($0) <= largestCoordinate }) else {
                throw Problem(.badRequest, "a coordinate is beyond ±1,000,000")
            }
            strokes.append(Stroke(zip(list[0], list[1]).map { Stroke.Point(x: $0, y: $1) }))
        }
        return strokes
    }
}

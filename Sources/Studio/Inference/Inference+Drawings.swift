import Datasets
import Foundation
import GAN
import Runs

extension Inference {
    /// Drawings of latents, as JSON has them.
    struct DrawingList: Encodable, Sendable {
        struct Drawing: Encodable, Sendable {
            let latent: String
            let pixels: String
        }

        let imageSize: Int
        let channels: Int
        let weightsTime: Double
        let drawings: [Drawing]
    }

    /// A way from one drawing to another.
    struct Morph: Sendable {
        let from: LatentName
        let to: LatentName
        let frames: Int
        let weights: WeightsChoice
    }

    /// Drawings that change all the time.
    struct Walk: Sendable {
        let seed: UInt64
        let category: String?
        let count: Int
        let frames: Int
        let columns: Int
        let weights: WeightsChoice
    }

    func drawingList(
        _ record: RunRecord, _ names: [LatentName], _ weights: WeightsChoice
    ) async throws -> DrawingList {
        let networks = try await networks(of: record, weights)
        return try await list(names, by: networks)
    }

    /// The drawings of latents side by side, as a PNG file.
    func sheet(
        _ record: RunRecord, _ names: [LatentName], _ weights: WeightsChoice, columns: Int, scale: Int?
    ) async throws -> [UInt8] {
        let networks = try await networks(of: record, weights)
        let drawings = try await draw(names, by: networks)
        try await turn()
        return try PNG.encode(bitmap(drawings, columns: columns, scale: scale))
    }

    /// The drawings on the way from one latent to another, along the sphere; where they are of two categories, from one to
    /// the other in a straight line.
    func morph(_ record: RunRecord, _ morph: Morph) async throws -> DrawingList {
        let networks = try await networks(of: record, morph.weights)
        let names = try await self.names(along: morph, of: networks)
        return try await list(names, by: networks)
    }

    /// The same there and back, as a GIF file.
    func morphFilm(_ record: RunRecord, _ morph: Morph) async throws -> [UInt8] {
        let networks = try await networks(of: record, morph.weights)
        let frames = morph.frames
        let names = try await self.names(along: morph, of: networks)
        let drawings = try await draw(names, by: networks)
        var there: [Bitmap] = []
        for index in 0..<drawings.count {
            try await turn()
            there.append(try bitmap(Self.part(index..<index + 1, of: drawings), columns: 1, scale: nil))
            try Self.checkSize(of: there[0], frames: 2 * frames)
        }
        try await turn()
        return try GIF.encode(
            frames: there + there.dropFirst().dropLast().reversed(), delayCentiseconds: 8, lastFrameDelayCentiseconds: 8
        )
    }

    /// Drawings that walk in a circle through three latents each, as a GIF file.
    func walkFilm(_ record: RunRecord, _ walk: Walk) async throws -> [UInt8] {
        let networks = try await networks(of: record, walk.weights)
        let categories = try [Int](repeating: walk.category.map(networks.category) ?? 0, count: walk.count)
        let labels = await networks.service.labels(of: categories)
        let way = try await networks.service.latentWalk(count: walk.count, frames: walk.frames, seed: walk.seed)
        var pictures: [Bitmap] = []
        for frame in 0..<walk.frames {
            let drawings = try await networks.service.draw(way.latents(atFrame: frame), labels: labels)
            pictures.append(try bitmap(drawings, columns: walk.columns, scale: nil))
            try Self.checkSize(of: pictures[0], frames: walk.frames)
        }
        try await turn()
        return try GIF.encode(frames: pictures, delayCentiseconds: 6, lastFrameDelayCentiseconds: 6)
    }

    /// Bytes that the frames of a film may have together.
    private static let largestFilm = 1 << 28

    private static func checkSize(of frame: Bitmap, frames: Int) throws(Problem) {
        guard frame.pixels.count * frames <= largestFilm else {
            throw Problem(
                .badRequest,
                "\(frames) frames of \(frame.width) × \(frame.height) pixels are too many; ask for fewer frames or "
                    + "drawings, or for more columns")
        }
    }

    /// The numbers of named latents, [Z] each. Of a seed's latents only those are kept.
    func latents(_ names: [LatentName], of networks: LoadedNetworks) async throws -> [[Float]] {
        var wanted: [UInt64: Set<Int>] = [:]
        for case .drawn(let seed, let index) in names.map(\.latent) { wanted[seed, default: []].insert(index) }
        var drawn: [UInt64: [Int: [Float]]] = [:]
        for (seed, indices) in wanted {
            let indices = Array(indices)
            let latents = try await networks.service.latents(indices, of: seed)
            drawn[seed] = Dictionary(uniqueKeysWithValues: zip(indices, latents))
        }
        return try names.map { name in
            switch name.latent {
            case .drawn(let seed, let index): return drawn[seed]?[index] ?? []
            case .grid(let place):
                guard place < networks.gridLatents.count else {
                    throw Problem(.badRequest, "the run has no \(name.text)")
                }
                return networks.gridLatents[place]
            case .numbers(let numbers):
                guard numbers.count == networks.service.latentSize else {
                    throw Problem(
                        .badRequest,
                        "the latent has \(numbers.count) numbers; expected \(networks.service.latentSize), as the run's do"
                    )
                }
                return numbers
            }
        }
    }

    private func draw(_ names: [LatentName], by networks: LoadedNetworks) async throws -> Drawings {
        let labels = try names.compactMap(networks.label)
        return try await networks.service.draw(latents(names, of: networks), labels: labels.isEmpty ? nil : labels)
    }

    /// The names of the drawings on the way.
    private func names(along morph: Morph, of networks: LoadedNetworks) async throws -> [LatentName] {
        let ends = try await latents([morph.from, morph.to], of: networks)
        let (first, last) = (try networks.subject(of: morph.from), try networks.subject(of: morph.to))
        return try (0..<morph.frames).map { frame in
            if frame == 0 { return morph.from }
            if frame == morph.frames - 1 { return morph.to }
            let share = Double(frame) / Double(morph.frames - 1)
            let latent = sphericalInterpolation(ends[0], ends[1], fraction: share)
            return LatentName(.numbers(latent), of: try Self.subject(share, from: first, to: last))
        }
    }

    private static func subject(
        _ share: Double, from first: LatentName.Subject?, to last: LatentName.Subject?
    ) throws(Problem) -> LatentName.Subject? {
        switch (first, last) {
        case (.category(let from), .category(let to)): from == to ? first : .between(from, to, share: share)
        case (nil, nil): nil
        default:
            throw Problem(.badRequest, "from or to lies between two categories; expected drawings of one category each")
        }
    }

    private func list(_ names: [LatentName], by networks: LoadedNetworks) async throws -> DrawingList {
        let drawings = try await draw(names, by: networks)
        let size = drawings.values.count / max(drawings.count, 1)
        return DrawingList(
            imageSize: drawings.imageSize, channels: drawings.channels, weightsTime: networks.time,
            drawings: names.enumerated().map { index, name in
                DrawingList.Drawing(
                    latent: name.text, pixels: Base64.pixels(drawings.values[index * size..<(index + 1) * size]))
            })
    }

    private func bitmap(_ drawings: Drawings, columns: Int, scale: Int?) throws -> Bitmap {
        try ContactSheet(columns: columns, scale: scale).draw(
            images: drawings.values, channels: drawings.channels, height: drawings.imageSize,
            width: drawings.imageSize)
    }

    private static func part(_ range: Range<Int>, of drawings: Drawings) -> Drawings {
        let size = drawings.values.count / max(drawings.count, 1)
        return Drawings(
            values: Array(drawings.values[range.lowerBound * size..<range.upperBound * size]), count: range.count,
            channels: drawings.channels, imageSize: drawings.imageSize)
    }
}

extension Inference.DatasetKey {
    init(_ configuration: TrainingConfiguration) {
        self.init(sources: configuration.sources, options: configuration.datasetOptions)
    }
}

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

    /// Latents drawn in one piece of work.
    private static let batchSize = 8

    func drawingList(_ record: RunRecord, _ names: [LatentName]) async throws -> DrawingList {
        let networks = try await networks(of: record)
        let latents = try await self.latents(names, of: networks)
        return try await list(latents, labels: labels(names, of: networks), named: names.map(\.text), by: networks)
    }

    /// The drawings of latents side by side, as a PNG file.
    func sheet(_ record: RunRecord, _ names: [LatentName], columns: Int, scale: Int?) async throws -> [UInt8] {
        let networks = try await networks(of: record)
        let drawings = try await draw(
            latents(names, of: networks), labels: labels(names, of: networks), by: networks)
        try await turn()
        return try PNG.encode(bitmap(drawings, columns: columns, scale: scale))
    }

    /// The drawings on the way from one latent to another, along the sphere.
    func morph(_ record: RunRecord, from: LatentName, to: LatentName, frames: Int) async throws -> DrawingList {
        let networks = try await networks(of: record)
        let way = try await self.way(from: from, to: to, frames: frames, of: networks)
        let inner = way.dropFirst().dropLast().map { LatentName.numbers($0).text }
        return try await list(way, named: [from.text] + inner + [to.text], by: networks)
    }

    /// The same there and back, as a GIF file.
    func morphFilm(_ record: RunRecord, from: LatentName, to: LatentName, frames: Int) async throws -> [UInt8] {
        let networks = try await networks(of: record)
        let drawings = try await draw(way(from: from, to: to, frames: frames, of: networks), by: networks)
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

    /// `count` drawings that walk in a circle through three latents each, as a GIF file.
    func walkFilm(_ record: RunRecord, seed: UInt64, count: Int, frames: Int, columns: Int) async throws -> [UInt8] {
        let networks = try await networks(of: record)
        try await turn()
        let walk = try networks.sampler.latentWalk(count: count, frames: frames, seed: seed)
        var pictures: [Bitmap] = []
        for frame in 0..<frames {
            let drawings = try await draw(walk.latents(atFrame: frame), by: networks)
            pictures.append(try bitmap(drawings, columns: columns, scale: nil))
            try Self.checkSize(of: pictures[0], frames: frames)
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

    /// Latents, and numbers of them, that are passed over in one piece of work of a millisecond or two.
    private static let skipped = (latents: 512, numbers: 1 << 17)

    /// The numbers of named latents, [Z] each. Of a seed's latents only those are kept.
    func latents(_ names: [LatentName], of networks: LoadedNetworks) async throws -> [[Float]] {
        var wanted: [UInt64: Set<Int>] = [:]
        for case .drawn(let seed, let index) in names { wanted[seed, default: []].insert(index) }
        var drawn: [UInt64: [Int: [Float]]] = [:]
        let piece = min(Self.skipped.latents, max(1, Self.skipped.numbers / networks.sampler.latentSize))
        for (seed, indices) in wanted {
            let stream = try networks.sampler.latentStream(seed: seed)
            for index in indices.sorted() {
                repeat {
                    try await turn()
                    try stream.skip(min(piece, index - stream.position))
                } while stream.position < index
                drawn[seed, default: [:]][index] = try stream.next()
            }
        }
        return try names.map { name in
            switch name {
            case .drawn(let seed, let index): return drawn[seed]?[index] ?? []
            case .grid(let place):
                guard place < networks.gridLatents.count else {
                    throw Problem(.badRequest, "the run has no \(name.text)")
                }
                return networks.gridLatents[place]
            case .numbers(let numbers):
                guard numbers.count == networks.sampler.latentSize else {
                    throw Problem(
                        .badRequest,
                        "the latent has \(numbers.count) numbers; expected \(networks.sampler.latentSize), as the run's do"
                    )
                }
                return numbers
            }
        }
    }

    /// The labels of what latents draw: in a grid those of its rows, elsewhere those of the first class; nil for a generator
    /// that knows none.
    func labels(_ names: [LatentName], of networks: LoadedNetworks) -> [[Float]]? {
        networks.sampler.labels(
            of: names.map { name in
                guard case .grid(let place) = name, networks.gridClasses.indices.contains(place) else { return 0 }
                return networks.gridClasses[place]
            })
    }

    private func way(
        from: LatentName, to: LatentName, frames: Int, of networks: LoadedNetworks
    ) async throws -> [[Float]] {
        let ends = try await latents([from, to], of: networks)
        return (0..<frames).map { frame in
            sphericalInterpolation(ends[0], ends[1], fraction: Double(frame) / Double(frames - 1))
        }
    }

    private func list(
        _ latents: [[Float]], labels: [[Float]]? = nil, named names: [String], by networks: LoadedNetworks
    ) async throws -> DrawingList {
        let drawings = try await draw(latents, labels: labels, by: networks)
        let size = drawings.values.count / max(drawings.count, 1)
        return DrawingList(
            imageSize: drawings.imageSize, channels: drawings.channels, weightsTime: networks.time,
            drawings: names.enumerated().map { index, name in
                DrawingList.Drawing(
                    latent: name, pixels: Base64.pixels(drawings.values[index * size..<(index + 1) * size]))
            })
    }

    /// Draws a few latents at a time.
    private func draw(
        _ latents: [[Float]], labels: [[Float]]? = nil, by networks: LoadedNetworks
    ) async throws -> Drawings {
        var values: [Float] = []
        for start in stride(from: 0, to: latents.count, by: Self.batchSize) {
            try await turn()
            let piece = start..<min(start + Self.batchSize, latents.count)
            values += try networks.sampler.draw(
                Array(latents[piece]), labels: labels.map { Array($0[piece]) }
            ).values
        }
        return Drawings(
            values: values, count: latents.count, channels: networks.images.channels,
            imageSize: networks.images.size)
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

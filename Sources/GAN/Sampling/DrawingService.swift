import Datasets
import Networks
public import Runs
public import Torch

/// Draws with a trained generator for many callers at once.
///
///     let service = try DrawingService(run)
///     let png = try await service.png(seed: 7)
///
/// All is computed on one thread, in pieces of some milliseconds: between two of them others have their turn, and a
/// caller whose task was cancelled gets a `CancellationError`. The same seed gives the same drawings as ``Sampler``,
/// to rounding: the last bits of a drawing depend on those that are computed with it.
public actor DrawingService {
    /// The images that it draws.
    public nonisolated let images: ImageShape
    /// Z.
    public nonisolated let latentSize: Int
    /// The names of the categories that can be asked for, K of them, in the order of their labels; empty for a generator
    /// that knows none.
    public nonisolated let categories: [String]

    let sampler: Sampler
    let critic: Critic?
    private let waitForTurn: @Sendable () async throws -> Void
    private nonisolated let thread: TorchThread

    /// The thread that computes.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Latents drawn in one piece of work.
    private static let pieceSize = 8

    /// Draws with a generator of `run`. Throws as ``NetworkWeights/init(_:of:_:)``.
    public init(_ run: RunDirectory, _ choice: WeightsChoice = .best, device: Device = .cpu) throws {
        self.init(try Sampler(run, choice, device: device))
    }

    /// Draws with a generator from a file such as a run's `generator.safetensors`. Throws as
    /// ``NetworkWeights/init(_:contentsOf:)``.
    public init(weights path: String, device: Device = .cpu) throws {
        self.init(try Sampler(weights: path, device: device))
    }

    /// Draws with `sampler`, and judges with `critic`, whose networks are of the same images and categories.
    /// - Parameters:
    ///   - thread: Computes; several services may share one.
    ///   - waitForTurn: Awaited before each piece of work, by the task that asked for it. Where it throws, that task ends
    ///     with its error.
    public init(
        _ sampler: sending Sampler, critic: sending Critic? = nil,
        thread: TorchThread = TorchThread(name: "atelier.drawing"),
        waitForTurn: @escaping @Sendable () async throws -> Void = { await Task.yield() }
    ) {
        images = sampler.images
        latentSize = sampler.latentSize
        categories = sampler.classes
        self.sampler = sampler
        self.critic = critic
        self.thread = thread
        self.waitForTurn = waitForTurn
    }

    /// The drawing of the first latent of `seed` as a PNG file, dark on light, each pixel a square of `scale` pixels a
    /// side. Of the first category where none is named. Throws `ConfigurationError` for a category that is none of
    /// ``categories``.
    public func png(seed: UInt64, category: String? = nil, scale: Int = 1) async throws -> [UInt8] {
        let drawings = try await images(count: 1, seed: seed, category: category)
        return try PNG.encode(drawings.bitmap(at: 0, scale: scale))
    }

    /// Drawings of the first `count` latents of `seed`, of one category or, where none is named, of all in turn. Throws as
    /// ``png(seed:category:scale:)``.
    public func images(count: Int, seed: UInt64, category: String? = nil) async throws -> Drawings {
        let labels = try labels(count: count, category: category)
        return try await draw(latents(Array(0..<count), of: seed), labels: labels)
    }

    /// Draws into `pixels`, `[N, C, H, W]` from −1 (paper) to 1 (ink), as many of the drawings of
    /// ``images(count:seed:category:)`` as it has room for; what is left over stays as it is. Of one that is cancelled,
    /// some are drawn. Throws as ``png(seed:category:scale:)``.
    public func draw(into pixels: inout MutableSpan<Float>, seed: UInt64, category: String? = nil) async throws {
        let size = images.channels * images.size * images.size
        let count = pixels.count / size
        let labels = try labels(count: count, category: category)
        let latents = try await latents(Array(0..<count), of: seed)
        for start in stride(from: 0, to: count, by: Self.pieceSize) {
            let piece = start..<min(start + Self.pieceSize, count)
            let values = try await draw(piece, of: latents, labels)
            for (place, value) in values.enumerated() { pixels[start * size + place] = value }
        }
    }

    /// Draws the images of `latents`, [Z] each, of what `labels` say, [K] each; of the first category without.
    public func draw(_ latents: [[Float]], labels: [[Float]]? = nil) async throws -> Drawings {
        var values: [Float] = []
        for start in stride(from: 0, to: latents.count, by: Self.pieceSize) {
            values += try await draw(start..<min(start + Self.pieceSize, latents.count), of: latents, labels)
        }
        return Drawings(
            values: values, count: latents.count, channels: images.channels, imageSize: images.size)
    }

    /// To be waited for before each piece of work. Throws where the task was cancelled.
    func turn() async throws {
        try Task.checkCancellation()
        try await waitForTurn()
        try Task.checkCancellation()
    }

    private func draw(_ piece: Range<Int>, of latents: [[Float]], _ labels: [[Float]]?) async throws -> [Float] {
        try await turn()
        return try sampler.draw(Array(latents[piece]), labels: labels.map { Array($0[piece]) }).values
    }
}

extension DrawingService {
    /// Latents, and numbers of them, that are passed over in one piece of work.
    private static let skipped = (latents: 512, numbers: 1 << 17)

    /// The latents [Z] of `seed` with these indices, in the order asked for. A large index takes time, as each latent before
    /// it is made; others are not kept.
    public func latents(_ indices: [Int], of seed: UInt64) async throws -> [[Float]] {
        let stream = try sampler.latentStream(seed: seed)
        let piece = min(Self.skipped.latents, max(1, Self.skipped.numbers / latentSize))
        var drawn: [Int: [Float]] = [:]
        for index in Set(indices).sorted() {
            while stream.position < index {
                try await turn()
                try stream.skip(min(piece, index - stream.position))
            }
            if drawn.count.isMultiple(of: piece) { try await turn() }
            drawn[index] = try stream.next()
        }
        return indices.map { drawn[$0] ?? [] }
    }

    /// The film of `count` drawings that walk in a circle through three latents each.
    public func latentWalk(count: Int, frames: Int, seed: UInt64) async throws -> LatentWalk {
        try await turn()
        return try sampler.latentWalk(count: count, frames: frames, seed: seed)
    }

    /// The index of `category` among ``categories``. Throws `ConfigurationError` where it is none of them.
    public nonisolated func index(of category: String) throws(ConfigurationError) -> Int {
        guard let index = categories.firstIndex(of: category) else {
            throw ConfigurationError(
                categories.isEmpty
                    ? "\(category.prefix(80)) is asked for, but the generator tells no categories apart; leave it out"
                    : "the generator draws no \(category.prefix(80)); expected \(categories.joined(separator: ", "))")
        }
        return index
    }

    /// The labels, one-hot [K] each, of the categories with these indices; nil for a generator that knows none.
    public func labels(of categories: [Int]) -> [[Float]]? { sampler.labels(of: categories) }

    fileprivate func labels(count: Int, category: String?) throws(ConfigurationError) -> [[Float]]? {
        guard let category else { return labels(of: (0..<count).map { $0 % max(categories.count, 1) }) }
        return labels(of: [Int](repeating: try index(of: category), count: count))
    }
}

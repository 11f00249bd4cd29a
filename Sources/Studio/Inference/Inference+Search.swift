import Datasets
import Foundation
import GAN
import NIOCore
import Runs
import Synchronization

extension Inference {
    struct SearchRequest: Decodable, Sendable {
        let drawing: DrawingSource
        let iterations: Int?
        let seed: Int?
        let weights: WeightsChoice?

        /// Throws ``Problem`` for numbers out of their range.
        func checked() throws(Problem) -> (iterations: Int, seed: UInt64) {
            let (iterations, seed) = (iterations ?? 300, seed ?? 0)
            guard (1...2000).contains(iterations) else {
                throw Problem(.badRequest, "iterations is \(iterations); expected a whole number from 1 to 2000")
            }
            guard (0...Query.largestSeed).contains(seed) else {
                throw Problem(.badRequest, "seed is \(seed); expected a whole number from 0 to \(Query.largestSeed)")
            }
            return (iterations, UInt64(seed))
        }
    }

    /// How far a search for a latent has come.
    struct SearchProgress: Encodable, Sendable {
        let iteration: Int
        let iterations: Int
        let distance: Double
        let latent: String
        let pixels: String
        var imageSize: Int?
        var channels: Int?
        var logit: Double?
        var probability: Double?
    }

    /// Searches for the generator's drawing of its category that is nearest to the one asked for, and tells how far it is, at most ten
    /// times a second; returns the end. Cancelling the task ends it.
    func search(
        _ record: RunRecord, _ request: SearchRequest, progress: @Sendable (SearchProgress) -> Void
    ) async throws -> SearchProgress {
        let (iterations, seed) = try request.checked()
        let networks = try await networks(of: record, request.weights ?? .best)
        try networks.requireDiscriminator()
        let service = networks.service
        let image = try await image(of: request.drawing, record, networks)
        let category = try await category(of: request.drawing, record, networks)
        let subject = service.categories.isEmpty ? nil : LatentName.Subject.category(service.categories[category])
        @Sendable func state(_ iteration: Int, _ best: LatentSearch.Candidate) -> SearchProgress {
            SearchProgress(
                iteration: iteration, iterations: iterations, distance: best.distance,
                latent: LatentName(.numbers(best.latent), of: subject).text, pixels: Base64.pixels(best.image))
        }
        let told = Mutex(ContinuousClock.now - .seconds(1))
        let nearest = try await service.search(
            for: image, category: category, seed: seed, iterations: iterations
        ) { iteration, best in
            let isDue = told.withLock { told in
                guard told.duration(to: .now) >= .milliseconds(100) else { return false }
                told = .now
                return true
            }
            if isDue { progress(state(iteration, best)) }
        }
        guard let nearest else {
            throw Problem(.weightsBroken, "the generator of \(record.name) draws what is not a number")
        }
        var end = state(iterations, nearest)
        let judgement = try await service.judge(nearest.image, category: category)
        (end.imageSize, end.channels) = (networks.images.size, networks.images.channels)
        (end.logit, end.probability) = (judgement.logit, judgement.probability)
        return end
    }
}

import Datasets
import Foundation
import GAN
import Runs

extension Inference {
    struct CritiqueRequest: Decodable, Sendable {
        enum Way: String, Decodable {
            /// Each pixel moves as it likes.
            case pixels
            /// The latent moves, and the drawing as the generator lets it.
            case latent
        }

        let drawing: DrawingSource
        let steps: Int?
        let stepLength: Double?
        let along: Way?
        let weights: WeightsChoice?
    }

    /// What the discriminator thinks of a drawing, and of what it becomes along the logit's gradient.
    struct Critique: Encodable, Sendable {
        struct State: Encodable, Sendable {
            let pixels: String
            let logit: Double
            let probability: Double
            let gradient: String
            let gradientMax: Double
            let latent: String?
        }

        let imageSize: Int
        let channels: Int
        let weightsTime: Double
        let states: [State]
    }

    func critique(_ record: RunRecord, _ request: CritiqueRequest) async throws -> Critique {
        let (steps, length) = (request.steps ?? 0, request.stepLength ?? 1)
        guard (0...16).contains(steps) else {
            throw Problem(.badRequest, "steps is \(steps); expected a whole number from 0 to 16")
        }
        guard length > 0, length <= 16 else {
            throw Problem(.badRequest, "stepLength is \(length); expected a number above 0 and up to 16")
        }
        let networks = try await networks(of: record, request.weights ?? .best)
        try networks.requireDiscriminator()
        let service = networks.service
        var latent: [Float]?
        var (subject, label): (LatentName.Subject?, [Float]?)
        if case .latent(let name) = request.drawing.kind {
            latent = try await latents([name], of: networks)[0]
            (subject, label) = (try networks.subject(of: name), try networks.label(of: name))
        }
        let movesLatent = request.along == .latent
        guard !movesLatent || latent != nil else {
            throw Problem(.badRequest, "along is latent, but the drawing is not one of a latent")
        }
        var image = try await self.image(of: request.drawing, record, networks)
        let category = try await category(of: request.drawing, record, networks)
        var states: [Critique.State] = []
        for step in 0...steps {
            let judgement = try await service.judge(image, category: category)
            guard judgement.logit.isFinite else {
                throw Problem(.weightsBroken, "the discriminator of \(record.name) gives a score that is not a number")
            }
            states.append(
                Critique.State(
                    pixels: Base64.pixels(image), logit: judgement.logit, probability: judgement.probability,
                    gradient: Base64.floats(judgement.gradient),
                    gradientMax: Double(judgement.gradient.reduce(0) { max($0, abs($1)) }),
                    latent: movesLatent || step == 0 ? latent.map { LatentName(.numbers($0), of: subject).text } : nil))
            guard step < steps else { break }
            if movesLatent, let from = latent {
                let gradient = try await service.latentGradient(of: from, category: category)
                let moved = ascentStep(from: from, along: gradient, length: length)
                latent = moved
                image = try await service.draw([moved], labels: label.map { [$0] }).values
            } else {
                image = ascentStep(from: image, along: judgement.gradient, length: length, bounds: -1...1)
            }
        }
        return Critique(
            imageSize: networks.images.size, channels: networks.images.channels, weightsTime: networks.time,
            states: states)
    }

    /// The values [C, H, W] of a drawing that a page named, at the size that the run's networks take.
    func image(of source: DrawingSource, _ record: RunRecord, _ networks: LoadedNetworks) async throws -> [Float] {
        let (side, channels) = (networks.images.size, networks.images.channels)
        let size = channels * side * side
        switch source.kind {
        case .latent(let name):
            let latents = try await latents([name], of: networks)
            return try await networks.service.draw(latents, labels: networks.label(of: name).map { [$0] }).values
        case .real(let index):
            let data = try await trainingData(of: record)
            guard index >= 0, index < data.count else {
                throw Problem(.badRequest, "real is \(index); the run has drawings 0 to \(data.count - 1)")
            }
            guard data.valuesPerImage == size else {
                throw Problem(
                    .dataMissing, "the data of \(record.name) is not of the size that it was trained on any more")
            }
            return try data.images(at: [index])
        case .strokes(let strokes):
            try await turn()
            let image = StrokeRenderer(side: side).render(strokes)
            return (0..<channels).flatMap { _ in image }
        case .pixels(let data):
            guard data.count == size else {
                throw Problem(
                    .badRequest,
                    "pixels has \(data.count) bytes; expected \(size): \(channels) × \(side) × \(side)")
            }
            return Base64.image(data)
        }
    }

    /// The index of the category that a drawing is of; 0 where the networks tell none apart.
    func category(of source: DrawingSource, _ record: RunRecord, _ networks: LoadedNetworks) async throws -> Int {
        switch source.kind {
        case .latent(let name): return try networks.category(of: name)
        case .real(let index):
            let classes = networks.service.categories
            if classes.isEmpty { return 0 }
            let data = try await trainingData(of: record)
            guard (0..<data.count).contains(index) else { return 0 }
            return classes.firstIndex(of: data.categories[data.label(at: index)].name) ?? 0
        case .strokes, .pixels: return try source.category.map(networks.category) ?? 0
        }
    }
}

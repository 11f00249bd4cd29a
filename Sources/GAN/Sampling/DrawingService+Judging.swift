import Runs
import Torch

extension DrawingService {
    /// What the discriminator thinks of `image`, [C, H, W] from −1 (paper) to 1 (ink), as one of the category with this index.
    /// Throws `ConfigurationError` where the service has no discriminator.
    public func judge(_ image: [Float], category: Int = 0) async throws -> Critic.Judgement {
        try await turn()
        return try requiredCritic().judge(image, category: category)
    }

    /// d logit / d z, [Z], of the drawing of `latent`: where the latent would have to move for the discriminator to take its
    /// drawing for more real. Throws as ``judge(_:category:)``.
    public func latentGradient(of latent: [Float], category: Int = 0) async throws -> [Float] {
        try await turn()
        return try requiredCritic().latentGradient(of: latent, drawnBy: sampler, category: category)
    }

    /// Searches by ``LatentSearch`` for the drawing of the category with this index that is nearest to `image`, [C, H, W].
    /// - Parameter progress: Told the nearest so far after each iteration, counted from 1.
    /// - Returns: The nearest of all; nil where the generator draws what is not a number.
    public func search(
        for image: [Float], category: Int = 0, seed: UInt64, iterations: Int,
        progress: @Sendable (_ iteration: Int, _ nearest: LatentSearch.Candidate) -> Void = { _, _ in }
    ) async throws -> LatentSearch.Candidate? {
        try await turn()
        let search = try LatentSearch(for: image, with: sampler, category: category, seed: seed)
        while search.iteration < iterations {
            try await turn()
            try search.advance()
            if let nearest = search.best { progress(search.iteration, nearest) }
        }
        return search.best
    }

    private func requiredCritic() throws -> Critic {
        guard let critic else {
            throw ConfigurationError("there is no discriminator to judge with; make the service with a critic")
        }
        return critic
    }
}

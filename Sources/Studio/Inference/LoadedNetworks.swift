import AtomicFiles
import Foundation
import GAN
import Runs
import Torch

/// The two trained networks of a run, as they were saved last.
final class LoadedNetworks {
    let sampler: Sampler
    let critic: Critic
    /// The latents [Z] of the run's sample grids.
    let gridLatents: [[Float]]
    let stamps: [FileStatus]

    var images: ImageShape { sampler.images }

    /// When the generator was saved, in seconds since 1970.
    var time: Double { stamps[0].modifiedSeconds }

    /// What the weights' files are now. Throws ``Problem`` where a run has none.
    static func stamps(of record: RunRecord) throws(Problem) -> [FileStatus] {
        guard record.reason == nil else { throw Problem(.runBroken, "\(record.name): \(record.reason ?? "")") }
        guard let generator = record.file("generator.safetensors"),
            let discriminator = record.file("discriminator.safetensors")
        else {
            throw Problem(
                .noWeightsYet,
                "\(record.name) has no generator.safetensors and discriminator.safetensors yet; they are written after "
                    + "the first epoch")
        }
        return [generator.status, discriminator.status]
    }

    /// Loads the networks. Throws ``Problem`` and the libraries' errors.
    init(_ record: RunRecord) throws {
        stamps = try Self.stamps(of: record)
        let run = try record.directory()
        do {
            sampler = try Sampler(run)
            critic = try Critic(run)
        } catch let error as ConfigurationError {
            throw Problem(.weightsBroken, "\(error)")
        }
        guard sampler.images == critic.images else {
            throw Problem(.weightsBroken, "\(record.name)'s generator and discriminator are of different sizes")
        }
        guard record.configuration?.latentSize == sampler.latentSize else {
            throw Problem(
                .weightsBroken, "\(record.name)'s weights are not those of its config.json: latentSize differs")
        }
        gridLatents = try record.configuration?.gridLatents() ?? []
    }
}

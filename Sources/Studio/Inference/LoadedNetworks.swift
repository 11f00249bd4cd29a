import Files
import Foundation
import GAN
import Runs
import Torch

/// The trained networks of a run: the generator of the best epoch or the newest, the newest discriminator.
struct LoadedNetworks: Sendable {
    let service: DrawingService
    /// False where a generator was imported alone.
    private let hasDiscriminator: Bool
    private let run: String
    /// The latents [Z] of the run's sample grids.
    let gridLatents: [[Float]]
    /// The classes of the grids' drawings.
    let gridClasses: [Int]
    let stamps: [FileStatus]

    var images: ImageShape { service.images }

    /// When the generator was saved, in seconds since 1970.
    var time: Double { stamps[0].modifiedSeconds }

    /// Throws ``Problem`` where there is no discriminator.
    func requireDiscriminator() throws(Problem) {
        guard hasDiscriminator else {
            throw Problem(.noWeightsYet, "\(run) has no discriminator: its generator was imported alone")
        }
    }

    /// What the weights' files are now. Throws ``Problem`` where a run has none.
    static func stamps(of record: RunRecord, _ weights: WeightsChoice) throws(Problem) -> [FileStatus] {
        let (generator, discriminator) = try files(of: record, weights)
        return [generator.status] + (discriminator.map { [$0.status] } ?? [])
    }

    /// Weights' files that are larger would take the memory that others need.
    private static let largestFile = Int(clamping: ProcessInfo.processInfo.physicalMemory / 8)

    private static func files(
        of record: RunRecord, _ weights: WeightsChoice
    ) throws(Problem) -> (generator: ContainedFile, discriminator: ContainedFile?) {
        guard record.reason == nil else { throw Problem(.runBroken, "\(record.name): \(record.reason ?? "")") }
        let best = weights == .best ? record.file("best.safetensors") : nil
        let discriminator = record.file("discriminator.safetensors")
        guard let generator = best ?? record.file("generator.safetensors"),
            discriminator != nil || record.configuration?.isTrainable == false
        else {
            throw Problem(
                .noWeightsYet,
                "\(record.name) has no generator.safetensors and discriminator.safetensors yet; they are written after "
                    + "the first epoch")
        }
        guard max(generator.status.size, discriminator?.status.size ?? 0) <= largestFile else {
            throw Problem(
                .weightsBroken,
                "the weights of \(record.name) take an eighth of this machine's memory and more; use `atelier sample`")
        }
        return (generator, discriminator)
    }

    /// Loads the networks, with which `thread` then computes when it is their turn. Throws ``Problem`` and the libraries'
    /// errors.
    init(
        _ record: RunRecord, _ weights: WeightsChoice, thread: TorchThread,
        waitForTurn: @escaping @Sendable () async throws -> Void
    ) throws {
        let (generator, discriminator) = try Self.files(of: record, weights)
        run = record.name
        stamps = [generator.status] + (discriminator.map { [$0.status] } ?? [])
        hasDiscriminator = discriminator != nil
        do {
            // By what is open: its name may lead elsewhere by now.
            service = try generator.withOpenPath { generator in
                guard let discriminator else {
                    return DrawingService(
                        try Sampler(weights: generator), thread: thread, waitForTurn: waitForTurn)
                }
                return try discriminator.withOpenPath { discriminator in
                    let (sampler, critic) = (try Sampler(weights: generator), try Critic(weights: discriminator))
                    guard critic.images == sampler.images, critic.classes == sampler.classes else {
                        throw Problem(
                            .weightsBroken,
                            "\(record.name)'s generator and discriminator are of different sizes or categories")
                    }
                    return DrawingService(sampler, critic: critic, thread: thread, waitForTurn: waitForTurn)
                }
            }
        } catch let error as CheckpointError {
            throw Problem(.weightsBroken, "\(record.name)'s weights: \(error.message)")
        } catch let error as SafetensorsError {
            throw Problem(.weightsBroken, "\(record.name)'s weights: \(error.message)")
        }
        guard record.configuration?.latentSize == service.latentSize else {
            throw Problem(
                .weightsBroken, "\(record.name)'s weights are not those of its config.json: latentSize differs")
        }
        gridLatents = try record.configuration?.gridLatents() ?? []
        let rows = record.configuration?.gridClasses ?? []
        gridClasses = rows.allSatisfy(service.categories.indices.contains) ? rows : []
    }
}

import GAN
import Runs
import Torch

/// Training steps with a relativistic loss: of the tutorial's networks and of those with a deeper discriminator, each
/// without penalties on the discriminator's gradients and with R1 and R2.
enum Recipes {
    private struct Networks {
        let name: String
        let architecture: Architecture
        let width: Int
        let batch: Int
    }

    private static let networks = [
        Networks(name: "tutorial's networks", architecture: .dcgan, width: 64, batch: 256),
        Networks(name: "tutorial's networks", architecture: .dcgan, width: 32, batch: 64),
        Networks(name: "deeper discriminator", architecture: .residual, width: 32, batch: 64),
    ]

    static func measure(_ report: (Measurement) -> Void) throws {
        for networks in networks {
            let realImages = try RandomGenerator(seed: 0).uniform([networks.batch, 1, 28, 28], from: -1, to: 1)
            let states = try [nil, 1].map { try TrainingState(configuration(networks, gamma: $0)) }
            let seconds = try Measurement.rounds(15, of: states) { state in
                { try state.step(realImages: realImages) }
            }
            for (penalties, seconds) in zip(["", ", R1 and R2"], seconds) {
                report(
                    Measurement("\(networks.name), \(networks.width), \(networks.batch)\(penalties)", values: seconds))
            }
        }
    }

    private static func configuration(_ networks: Networks, gamma: Double?) -> TrainingConfiguration {
        var configuration = TrainingConfiguration()
        (configuration.imageSize, configuration.channels) = (28, 1)
        (configuration.architecture, configuration.width) = (networks.architecture, networks.width)
        (configuration.loss, configuration.r1Gamma, configuration.r2Gamma) = (.relativistic, gamma, gamma)
        // Which penalties take the place of.
        configuration.dropoutRate = 0
        return configuration
    }
}

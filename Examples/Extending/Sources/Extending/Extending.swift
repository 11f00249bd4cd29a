// Trains with drawings, networks, a loss and a metric of its own, and draws with what came of it:
//
//     swift run -c release Extending runs disc.png
import Atelier
import Foundation

/// Discs of ink on paper, drawn as they are needed.
struct Discs: ImageSource {
    let count = 64
    let height = 16
    let width = 16
    let channels = 1

    func readImage(at index: Int, into pixels: UnsafeMutableBufferPointer<Float>) {
        let radius = 3 + 4 * Double(index) / Double(count)
        for place in pixels.indices {
            let (row, column) = (Double(place / width) - 7.5, Double(place % width) - 7.5)
            pixels[place] = (row * row + column * column).squareRoot() < radius ? 1 : -1
        }
    }
}

/// Networks without convolutions.
struct Perceptrons: NetworkArchitecture {
    func check(_ images: ImageShape) throws(ConfigurationError) {
        guard images.size <= 32 else {
            throw ConfigurationError("image-size is \(images.size); perceptrons are for 32 at most")
        }
    }

    func generator(of images: ImageShape) -> NetworkDescription {
        NetworkDescription(latents: 16) {
            Dense(64)
            LeakyReLU()
            Dense(images.channels * images.size * images.size)
            Reshape(images.size, images.size, images.channels)
            Tanh()
        }
    }

    func discriminator(of images: ImageShape) -> NetworkDescription {
        NetworkDescription(images: images.size, channels: images.channels) {
            Flatten()
            Dense(64)
            LeakyReLU()
            Dense(1)
        }
    }
}

/// The least-squares loss (Mao et al. 2017, "Least Squares Generative Adversarial Networks"), with targets −1 and 1, so that
/// what is above 0 looks real.
struct LeastSquaresLoss: AdversarialLoss {
    func discriminator(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor {
        try (realLogits - 1).square() + (fakeLogits + 1).square()
    }

    func generator(fakeLogits: Tensor, realLogits: () throws -> Tensor) throws -> Tensor {
        try (fakeLogits - 1).square()
    }
}

/// The share of the pixels that is ink.
struct Ink: DrawingsMetric {
    let name = "ink"

    func measure(_ drawings: Drawings) -> Double {
        Double(drawings.values.count { $0 > 0 }) / Double(drawings.values.count)
    }
}

@main
struct Extending {
    static func main() async throws {
        let arguments = CommandLine.arguments
        var configuration = TrainingConfiguration(preset: .quick)
        configuration.epochs = 2
        let parts = OwnParts(
            drawings: try Dataset.of([("disc", Discs())], options: configuration.datasetOptions),
            architecture: Perceptrons(), loss: LeastSquaresLoss(), metrics: [Ink()])

        let events = try Trainer(configuration, own: parts, runsFolder: arguments[1]).events()
        for try await event in events {
            if case .epoch(let summary) = event {
                print("epoch \(summary.measurement.epoch) ink \(summary.measurement.measurements.own["ink"] ?? 0)")
            }
        }
        let png = try await DrawingService(events.outcome.run).png(seed: 7, scale: 8)
        try Data(png).write(to: URL(filePath: arguments[2]))
    }
}

import Foundation
public import Runs

/// Which weights of a run's generator to draw with.
public enum WeightsChoice: String, Codable, Sendable, CaseIterable {
    /// Those whose drawings were nearest to the ones that the run holds out; the newest where none were judged.
    case best
    /// Those after the last epoch.
    case newest
}

extension RunDirectory {
    /// The file with a network's weights. Of the discriminator there are only the newest.
    public func weightsPath(_ kind: NetworkKind, _ choice: WeightsChoice = .best) -> String {
        switch (kind, choice) {
        case (.discriminator, _): discriminatorPath
        case (.generator, .best) where FileManager.default.fileExists(atPath: bestPath): bestPath
        case (.generator, _): generatorPath
        }
    }
}

import Files
import Foundation

/// The folder of one run, such as `runs/00003-camel-tutorial`: its files speak for themselves.
///
///     config.json              the configuration
///     data.json                the drawings that it trains on: how many, and a checksum
///     log.txt, events.jsonl    what happened, for people and for programs
///     reals.png                16 real drawings
///     samples/epoch-0000.png   16 drawings before training, and after each epoch
///     samples.gif              the same as a film, of 200 at most
///     checkpoints/             everything that is needed to go on
///     generator.safetensors    the weights after the last epoch
///     discriminator.safetensors
///     best.safetensors         the generator's after its best epoch, where drawings are held out
///     generator.h5             the same for Keras, where the configuration asks for it
///     discriminator.h5
///     tensorboard/             events for TensorBoard, where the configuration asks for them
public struct RunDirectory: Sendable, Equatable {
    /// The folder's absolute path.
    public let path: String

    /// The folder's name: number, data and preset.
    public var name: String { URL(fileURLWithPath: path).lastPathComponent }

    /// The configuration, as JSON.
    public var configurationPath: String { path + "/config.json" }
    /// What the run trains on: counts and checksums, as JSON.
    public var dataPath: String { path + "/data.json" }
    /// What happened, for people.
    public var logPath: String { path + "/log.txt" }
    /// What happened, one JSON object a line.
    public var eventsPath: String { path + "/events.jsonl" }
    /// Real drawings, a PNG file.
    public var realsPath: String { path + "/reals.png" }
    /// The folder of the grids of drawings.
    public var samplesPath: String { path + "/samples" }
    /// The grids as a GIF file.
    public var filmPath: String { path + "/samples.gif" }
    /// The folder of the checkpoints.
    public var checkpointsPath: String { path + "/checkpoints" }
    /// The generator's newest weights, safetensors.
    public var generatorPath: String { path + "/generator.safetensors" }
    /// The generator's weights after its best epoch; a run that holds nothing out has none.
    public var bestPath: String { path + "/best.safetensors" }
    /// The discriminator's newest weights, safetensors.
    public var discriminatorPath: String { path + "/discriminator.safetensors" }

    /// The grid of drawings after `epoch` epochs, relative to the run's folder.
    public static func sampleName(epoch: Int) -> String {
        "samples/epoch-\(zeroPadded(epoch, to: 4)).png"
    }

    init(path: String) {
        self.path = path
    }

    /// The run whose folder is `path`. Throws ``ConfigurationError`` where that is no run's folder.
    public static func open(_ path: String) throws -> RunDirectory {
        let run = RunDirectory(path: URL(fileURLWithPath: path).standardizedFileURL.path)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: run.path, isDirectory: &isFolder) else {
            throw ConfigurationError(
                "there is no run at \(path); expected a run's folder, such as runs/00001-cat-tutorial")
        }
        guard isFolder.boolValue, FileManager.default.fileExists(atPath: run.configurationPath) else {
            throw ConfigurationError(
                "\(path) is not a run: it has no config.json; expected a run's folder, such as runs/00001-cat-tutorial")
        }
        return run
    }

    /// The configuration that the run was started with.
    public func configuration() throws -> TrainingConfiguration {
        try TrainingConfiguration.read(configurationPath)
    }
}

/// `number` with zeros before it, so that names sort as numbers do: `0042`.
public func zeroPadded(_ number: Int, to digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}

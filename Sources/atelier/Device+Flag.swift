import Runs
import Torch

extension Device {
    /// The device that `--device` or a settings file names. Throws `ConfigurationError` for what names none; whether
    /// the device is there shows when it is first used.
    init(flag name: String) throws {
        guard let device = try? Device(name) else {
            throw ConfigurationError("device is \(name); expected cpu, cuda, cuda:1 (or another index) or mps")
        }
        self = device
    }
}

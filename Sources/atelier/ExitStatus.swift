import Datasets
import Evaluation
import Files
import GAN
import Interchange
import Runs
import Studio
import Torch

/// The exit status for an error of the libraries, after `sysexits.h`; nil for what ArgumentParser reports itself.
func exitStatus(of error: any Error) -> Int32? {
    switch error {
    case let error as DatasetError: error.exitStatus
    case is ConfigurationError, is StudioError: 64
    case is EvaluationError: 65
    case is SafetensorsError, is CheckpointError, is InterchangeError, is PictureError: 65
    case let error as TrainingError: error.exitStatus
    case let error as TorchError: error.code == .unavailable ? 69 : 70
    case is FileError: 74
    default: nil
    }
}

extension DatasetError {
    fileprivate var exitStatus: Int32 {
        switch kind {
        case .missing: 66
        case .malformed, .notDrawings: 65
        case .io: 74
        }
    }
}

extension TrainingError {
    fileprivate var exitStatus: Int32 {
        switch self {
        case .lossIsNotFinite, .diverged: 70
        case .datasetChanged: 65
        }
    }
}

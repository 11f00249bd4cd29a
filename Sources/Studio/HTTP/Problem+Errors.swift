import Datasets
import Files
import GAN
import Hummingbird
import Runs
import Torch

extension Problem {
    /// What an error of a handler is to the caller. What nobody foresaw is not told in detail.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as HTTPError where error.status == .notFound: self.init(.notFound, "there is nothing here")
        case let error as HTTPError where error.status == .contentTooLarge:
            self.init(.tooLarge, "the body has more than \(StudioConfiguration.bodyLimitBytes) bytes")
        case let error as HTTPError: self.init(.badRequest, error.body ?? "the request makes no sense")
        case let error as DatasetError: self.init(.dataMissing, "\(error)")
        case let error as SafetensorsError: self.init(.weightsBroken, "\(error)")
        case let error as CheckpointError: self.init(.weightsBroken, "\(error)")
        case let error as ConfigurationError: self.init(.runBroken, "\(error)")
        case let error as FileError: self.init(.runBroken, "\(error)")
        case let error as PictureError: self.init(.badRequest, "\(error)")
        case let error as TorchError: self.init(.internal, "\(error)")
        case is CancellationError: self.init(.timeout, "the studio is closing, or this took too long")
        default: self.init(.internal, "something unforeseen went wrong; the studio's terminal says what")
        }
    }
}

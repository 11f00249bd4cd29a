import Runs
import Torch

extension ConvolutionPrecision {
    /// What a run's configuration asks for.
    init(_ precision: Precision) {
        switch precision {
        case .float32: self = .float32
        case .bfloat16: self = .bfloat16
        }
    }
}

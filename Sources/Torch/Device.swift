internal import CTorch

/// Where a ``Tensor`` lies and is computed with.
///
/// CUDA's kernels are loaded when a CUDA device is first used or listed. Do that before the process's first call of
/// ``gradients(of:withRespectTo:differentiable:)``, which settles the devices that gradients can be computed on.
public enum Device: Sendable, Hashable, CustomStringConvertible {
    /// The processor.
    case cpu
    /// The CUDA device of this index, from 0.
    case cuda(Int)
    /// Apple's GPU.
    case mps

    /// Parses `cpu`, `cuda`, `cuda:1` or `mps`. Whether the device is there shows when it is first used.
    public init(_ text: String) throws {
        switch text {
        case "cpu": self = .cpu
        case "cuda": self = .cuda(0)
        case "mps": self = .mps
        default:
            guard text.hasPrefix("cuda:"), let index = UInt8(text.dropFirst(5)), index < 128 else {
                throw TorchError(
                    code: .invalidArgument, operation: "device",
                    message: "expected cpu, cuda, cuda:1 (or another index) or mps, got \"\(text)\"")
            }
            self = .cuda(Int(index))
        }
    }

    /// As a setting has it: `cpu`, `cuda:1`, `mps`.
    public var description: String {
        switch self {
        case .cpu: "cpu"
        case .cuda(0): "cuda"
        case .cuda(let index): "cuda:\(index)"
        case .mps: "mps"
        }
    }

    var code: ct_device {
        switch self {
        case .cpu: ct_device(kind: Int32(CT_CPU), index: 0)
        case .cuda(let index): ct_device(kind: Int32(CT_CUDA), index: Int32(clamping: index))
        case .mps: ct_device(kind: Int32(CT_MPS), index: 0)
        }
    }

    init(code: ct_device) {
        switch code.kind {
        case Int32(CT_CUDA): self = .cuda(Int(code.index))
        case Int32(CT_MPS): self = .mps
        default: self = .cpu
        }
    }
}

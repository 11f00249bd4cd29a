internal import CTorch

/// Functions of each element.
extension Tensor {
    /// −x of each element.
    public func negated() throws -> Tensor { try Engine.make("negated", [self]) { ct_negate(handle, $0, $1) } }

    /// eˣ of each element.
    public func exp() throws -> Tensor { try Engine.make("exp", [self]) { ct_exp(handle, $0, $1) } }

    /// The natural logarithm.
    public func log() throws -> Tensor { try Engine.make("log", [self]) { ct_log(handle, $0, $1) } }

    /// √x of each element.
    public func sqrt() throws -> Tensor { try Engine.make("sqrt", [self]) { ct_sqrt(handle, $0, $1) } }

    /// x² of each element.
    public func square() throws -> Tensor { try Engine.make("square", [self]) { ct_square(handle, $0, $1) } }

    /// |x| of each element.
    public func abs() throws -> Tensor { try Engine.make("abs", [self]) { ct_abs(handle, $0, $1) } }

    /// tanh x of each element.
    public func tanh() throws -> Tensor { try Engine.make("tanh", [self]) { ct_tanh(handle, $0, $1) } }

    /// 1/(1 + e⁻ˣ)
    public func sigmoid() throws -> Tensor { try Engine.make("sigmoid", [self]) { ct_sigmoid(handle, $0, $1) } }

    /// log(1 + eˣ), without overflow.
    public func softplus() throws -> Tensor { try Engine.make("softplus", [self]) { ct_softplus(handle, $0, $1) } }

    /// x where it is positive, otherwise slope·x.
    public func leakyReLU(slope: Double) throws -> Tensor {
        try Engine.make("leakyReLU", [self]) { ct_leaky_relu(handle, slope, $0, $1) }
    }

    /// The nearest value in `range`.
    public func clamped(to range: ClosedRange<Double>) throws -> Tensor {
        try Engine.make("clamped", [self]) { ct_clamp(handle, range.lowerBound, range.upperBound, $0, $1) }
    }

    /// The cross-entropy of each logit x against the probability `target` z, per element and in nats:
    /// max(x, 0) − x·z + log(1 + e^−|x|), which neither overflows nor loses small losses.
    public func sigmoidCrossEntropy(target: Double) throws -> Tensor {
        guard (0...1).contains(target) else {
            throw TorchError(
                code: .invalidArgument, operation: "sigmoidCrossEntropy",
                message: "expected a target of 0 to 1, got \(target)", shapes: [shape])
        }
        return try Engine.make("sigmoidCrossEntropy", [self]) {
            ct_sigmoid_cross_entropy(handle, target, $0, $1)
        }
    }
}

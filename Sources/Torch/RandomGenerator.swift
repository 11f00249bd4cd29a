internal import CTorch

/// A stream of random numbers on one device, determined by its seed. Equal seeds give equal streams on devices of one
/// kind; its state can be saved and restored at any point.
public final class RandomGenerator {
    let handle: OpaquePointer

    /// A generator that draws on `device`; the same seed draws the same there. Throws ``TorchError`` where there is no
    /// such device.
    public init(seed: UInt64, device: Device = .cpu) throws {
        var handle: OpaquePointer?
        try Engine.perform("random generator") { ct_generator_create(seed, device.code, &handle, $0) }
        guard let handle else { throw TorchError(code: .engine, operation: "random generator", message: "no result") }
        self.handle = handle
    }

    deinit { ct_generator_free(handle) }

    /// The state as uint8 [n], on the CPU; n depends on the kind of device.
    public func state() throws -> Tensor {
        try draw("state") { ct_generator_state(handle, $0, $1) }
    }

    /// Continues where ``state()`` was taken.
    public func restore(_ state: Tensor) throws {
        try Engine.perform("restore", [state]) { message in
            withExtendedLifetime(self) { ct_generator_restore(handle, state.handle, message) }
        }
    }

    /// Normal numbers of mean 0 and variance 1, float32.
    public func normal(_ shape: [Int]) throws -> Tensor {
        try Engine.check(shape: shape, "normal")
        return try draw("normal") { ct_random_normal(shape.wide, Int32(shape.count), handle, $0, $1) }
    }

    /// Numbers of equal probability from `low` to less than `high`, float32.
    public func uniform(_ shape: [Int], from low: Double = 0, to high: Double = 1) throws -> Tensor {
        try Engine.check(shape: shape, "uniform")
        return try draw("uniform") { ct_random_uniform(shape.wide, Int32(shape.count), low, high, handle, $0, $1) }
    }

    /// Ones with this probability, otherwise zeros, float32.
    public func bernoulli(_ shape: [Int], probability: Double) throws -> Tensor {
        try Engine.check(shape: shape, "bernoulli")
        return try draw("bernoulli") {
            ct_random_bernoulli(shape.wide, Int32(shape.count), probability, handle, $0, $1)
        }
    }

    private func draw(_ operation: String, _ body: (Engine.Result, Engine.Message) -> ct_status) throws -> Tensor {
        try withExtendedLifetime(self) { try Engine.make(operation, [], body) }
    }
}

@available(*, unavailable)
extension RandomGenerator: Sendable {}

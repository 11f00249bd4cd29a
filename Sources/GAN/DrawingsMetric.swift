/// A number that is measured of a run's drawings at the end of each epoch.
///
/// It stands under its name in the run's log, in its events and in TensorBoard. It decides nothing: the best epoch is that of
/// the ``RunEvaluator``.
public protocol DrawingsMetric: Sendable {
    /// One word, such as `ink`.
    var name: String { get }
    /// The drawings that it looks at.
    var count: Int { get }
    /// Measures ``count`` drawings, of the run's categories in turn; those of the same latents each time. Called on the training
    /// thread. Where it throws, training ends with its error.
    func measure(_ drawings: Drawings) throws -> Double
}

extension DrawingsMetric {
    /// 256.
    public var count: Int { 256 }
}

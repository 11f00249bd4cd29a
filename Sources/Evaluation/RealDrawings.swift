public import GAN

/// The real drawings that generated ones are compared with.
public struct RealDrawings: Sendable {
    /// Those that the generator was trained on, or may have been.
    public let training: Drawings
    /// Others of the same kind that it was not trained on; nil where there are none. Then training drawings are compared
    /// with, which says less: a generator that copies them does well.
    public let heldOut: Drawings?

    /// Both of one size and as many channels.
    public init(training: Drawings, heldOut: Drawings? = nil) {
        self.training = training
        self.heldOut = heldOut
    }

    /// What generated drawings are compared with.
    var reference: Drawings { heldOut ?? training }

    /// The drawings in each set that is compared, of `count` generated ones: so many that two sets of real ones without one
    /// in common can be compared too.
    func comparedCount(of count: Int) -> Int {
        let all = training.count + (heldOut?.count ?? 0)
        return min(count, reference.count, all / 2)
    }
}

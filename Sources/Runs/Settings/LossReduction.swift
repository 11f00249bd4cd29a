/// How the losses of a batch's images become the one number whose gradient is taken. What is reported is always the
/// mean.
public enum LossReduction: String, Codable, Sendable, CaseIterable {
    /// Added up, as the tutorial does: `tf.GradientTape` sums a loss of many elements.
    case sum
    /// Averaged over the batch.
    case mean
}

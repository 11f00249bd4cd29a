/// What each network wants of the discriminator's logits.
public enum Loss: String, Codable, Sendable, CaseIterable {
    /// The tutorial's: cross-entropy of each image against real or generated.
    case crossEntropy = "cross-entropy"
    /// Real images above 1, generated ones below −1, and nothing beyond.
    case hinge
    /// Real images above the generated ones that they are paired with.
    case relativistic
}

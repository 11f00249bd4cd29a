/// Which of the two networks.
public enum NetworkKind: String, Sendable, CaseIterable {
    /// What draws, and what tells drawings apart.
    case generator, discriminator
}

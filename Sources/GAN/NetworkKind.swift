/// Which of the two networks.
public enum NetworkKind: String, Sendable, CaseIterable {
    case generator, discriminator
}

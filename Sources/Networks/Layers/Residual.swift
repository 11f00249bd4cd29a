/// Two branches that are added: what `body` makes of x, and x itself or what `shortcut` makes of it (He et al. 2016,
/// "Deep Residual Learning for Image Recognition").
public struct Residual: LayerDescription {
    /// The kind's name in files.
    public static let kind = "residual"

    /// The layers whose output is added to the shortcut's.
    public let body: [Layer]
    /// Empty for x itself.
    public let shortcut: [Layer]

    /// A block that adds what `body` and `shortcut` make of an input; without a shortcut the input itself.
    public init(@NetworkBuilder _ body: () -> [Layer], @NetworkBuilder shortcut: () -> [Layer] = { [] }) {
        self.body = body()
        self.shortcut = shortcut()
    }

    /// The layer as a case of ``Layer``.
    public var layer: Layer { .residual(self) }
}

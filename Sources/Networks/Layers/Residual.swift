/// Two branches that are added: what `body` makes of x, and x itself or what `shortcut` makes of it (He et al. 2016,
/// "Deep Residual Learning for Image Recognition").
public struct Residual: LayerDescription {
    public static let kind = "residual"

    public let body: [Layer]
    /// Empty for x itself.
    public let shortcut: [Layer]

    public init(@NetworkBuilder _ body: () -> [Layer], @NetworkBuilder shortcut: () -> [Layer] = { [] }) {
        self.body = body()
        self.shortcut = shortcut()
    }

    public var layer: Layer { .residual(self) }
}

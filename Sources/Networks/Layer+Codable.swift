/// A layer in a file is one flat object: its kind as `layer`, and its settings beside it, such as
/// `{"layer": "dense", "units": 12544, "bias": false}`.
extension Layer: Codable {
    private enum CodingKeys: String, CodingKey {
        case layer
    }

    private static let kinds: [any LayerDescription.Type] = [
        Dense.self, BatchNorm.self, LeakyReLU.self, Dropout.self, Tanh.self, Reshape.self, Flatten.self, Conv2D.self,
        ConvTranspose2D.self, Residual.self, ClassEmbedding.self, ClassProjection.self,
    ]

    /// Encodes one flat object: the layer's kind as `layer`, its settings beside it.
    public func encode(to encoder: any Encoder) throws {
        let description = description
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type(of: description).kind, forKey: .layer)
        try description.encode(to: encoder)
    }

    /// Throws ``NetworkError`` for a kind that this version does not know.
    public init(from decoder: any Decoder) throws {
        let name = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .layer)
        guard let kind = Self.kinds.first(where: { $0.kind == name }) else {
            throw NetworkError("a network has a layer of an unknown kind \"\(name)\"; is there a newer Atelier?")
        }
        self = try kind.init(from: decoder).layer
    }
}

/// A layer where it stands in a network.
public struct PlacedLayer: Sendable {
    /// Unique in the network: `dense`, `convTranspose2`.
    public let name: String
    /// What it is.
    public let layer: Layer
    /// What goes in and what comes out, without N: [F] or [C, H, W].
    public let input: [Int]
    /// What comes out, without N: [F] or [C, H, W].
    public let output: [Int]
    /// The layer's own weights, named within it; without those of its branches.
    public let weights: [WeightShape]
    /// Multiplications of one input's way through the layer in a direct implementation, without its branches.
    public let multiplyAdds: Int
    /// What the layer adds up, of a residual block; the shortcut's is empty for the input itself.
    public let branches: [[PlacedLayer]]
}

extension NetworkDescription {
    /// The layers in order, each with its name and extents. Throws ``NetworkError`` where one cannot take what the one
    /// before it makes.
    ///
    /// A layer is named after its kind and numbered among its kind from 1; batch normalisations from 0, and the only one
    /// of a kind not at all, as weights have always been named.
    public func placed() throws(NetworkError) -> [PlacedLayer] {
        try NetworkError.product(input)
        if let classes { try NetworkError.product([classes]) }
        var walk = Walk(self)
        return try walk.place(layers, input)
    }

    /// What comes out, without N: [1] of a discriminator, [C, H, W] of a generator.
    public func output() throws(NetworkError) -> [Int] { try placed().last?.output ?? input }

    /// All weights, named within the network, layer by layer: `dense.kernel`.
    public func weights() throws(NetworkError) -> [WeightShape] {
        try placed().flattened().flatMap { placed in placed.weights.map { $0.of(placed.name) } }
    }

    /// Multiplications of one input's way through the network in a direct implementation.
    public func multiplyAdds() throws(NetworkError) -> Int {
        try placed().flattened().reduce(0) { $0 + $1.multiplyAdds }
    }
}

extension [PlacedLayer] {
    /// The layers with those of their branches after each.
    public func flattened() -> [PlacedLayer] {
        flatMap { [$0] + $0.branches.flatMap { $0.flattened() } }
    }
}

/// The names that are given out while a network is walked.
private struct Walk {
    private let context: LayerContext
    private let totals: [String: Int]
    private var counts: [String: Int] = [:]

    init(_ network: NetworkDescription) {
        context = LayerContext(classes: network.classes)
        totals = Dictionary(network.layers.flatMap(\.kinds).map { ($0, 1) }, uniquingKeysWith: +)
    }

    mutating func place(_ layers: [Layer], _ input: [Int]) throws(NetworkError) -> [PlacedLayer] {
        var placed: [PlacedLayer] = []
        var extents = input
        for layer in layers {
            placed.append(try place(layer, extents))
            extents = placed[placed.count - 1].output
        }
        return placed
    }

    private mutating func place(_ layer: Layer, _ input: [Int]) throws(NetworkError) -> PlacedLayer {
        let description = layer.description
        let name = name(type(of: description).kind)
        var branches: [[PlacedLayer]] = []
        if case .residual(let block) = layer {
            branches = [try place(block.body, input), try place(block.shortcut, input)]
        }
        do {
            let output = try branches.isEmpty ? description.output(of: input, context) : sum(of: branches, input)
            try NetworkError.product(output)
            let weights = description.weights(for: input, context)
            for weight in weights { try NetworkError.product(weight.shape) }
            return PlacedLayer(
                name: name, layer: layer, input: input, output: output, weights: weights,
                multiplyAdds: description.multiplyAdds(for: input, output: output), branches: branches)
        } catch {
            throw error.at(name)
        }
    }

    private func sum(of branches: [[PlacedLayer]], _ input: [Int]) throws(NetworkError) -> [Int] {
        let outputs = branches.map { $0.last?.output ?? input }
        guard outputs[0] == outputs[1] else {
            throw NetworkError("adds \(outputs[0]) and \(outputs[1]); expected equal extents")
        }
        return outputs[0]
    }

    private mutating func name(_ kind: String) -> String {
        let number = counts[kind, default: 0]
        counts[kind] = number + 1
        return totals[kind] == 1 ? kind : "\(kind)\(kind == BatchNorm.kind ? number : number + 1)"
    }
}

extension Layer {
    /// The kinds of this layer and of those in its branches.
    fileprivate var kinds: [String] {
        var kinds = [type(of: description).kind]
        if case .residual(let block) = self { kinds += (block.body + block.shortcut).flatMap(\.kinds) }
        return kinds
    }
}

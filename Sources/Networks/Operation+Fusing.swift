import Torch

extension Operation {
    /// The passes that do what `layers` say, neighbours together where the kernels can. `weight` gives a layer's weight,
    /// such as `dense`, `kernel`.
    static func sequence(
        _ layers: [PlacedLayer], precision: ConvolutionPrecision, weight: (String, String) throws -> Tensor
    ) rethrows -> [Operation] {
        func convolution(_ layer: PlacedLayer, stride: Int, bias: Bool) throws -> Convolution {
            Convolution(
                kernel: try weight(layer.name, "kernel"), bias: bias ? try weight(layer.name, "bias") : nil,
                stride: stride, precision: precision)
        }
        func moments(_ layer: PlacedLayer, _ settings: BatchNorm) throws -> Moments {
            Moments(
                gamma: try weight(layer.name, "gamma"), beta: try weight(layer.name, "beta"),
                movingMean: try weight(layer.name, "movingMean"),
                movingVariance: try weight(layer.name, "movingVariance"), settings: settings)
        }
        func branch(_ layers: [PlacedLayer]) throws -> [Operation] {
            try sequence(layers, precision: precision, weight: weight)
        }

        var operations: [Operation] = []
        var rest = layers[...]
        while let first = rest.popFirst() {
            switch first.layer {
            case .dense(let dense):
                let bias = dense.bias ? try weight(first.name, "bias") : nil
                operations.append(.dense(kernel: try weight(first.name, "kernel"), bias: bias))
            case .batchNorm(let settings):
                let moments = try moments(first, settings)
                guard let activation = rest.popLeakyReLU() else {
                    operations.append(.batchNorm(moments, then: nil))
                    continue
                }
                // A reshape only moves elements: it may as well come before the normalisation of each.
                let reshape = rest.reshapeBeforeConvTranspose()
                guard let (placed, transposed) = rest.popConvTranspose(after: reshape) else {
                    operations.append(.batchNorm(moments, then: activation))
                    continue
                }
                if let reshape { operations.append(.reshape(reshape)) }
                let convolution = try convolution(placed, stride: transposed.stride, bias: transposed.bias)
                operations.append(.convTranspose2D(convolution, after: (moments, activation)))
            case .leakyReLU(let activation):
                if let dropout = rest.popDropout() {
                    operations.append(.dropout(dropout, after: activation))
                } else if case .conv2D(let conv) = rest.first?.layer {
                    let convolution = try convolution(rest.removeFirst(), stride: conv.stride, bias: conv.bias)
                    operations.append(
                        .conv2D(convolution, after: activation, then: rest.popLeakyReLUDropout()))
                } else {
                    operations.append(.leakyReLU(activation))
                }
            case .dropout(let dropout): operations.append(.dropout(dropout, after: nil))
            case .tanh: operations.append(.tanh)
            case .reshape(let reshape): operations.append(.reshape(reshape))
            case .flatten: operations.append(.flatten)
            case .conv2D(let conv):
                let convolution = try convolution(first, stride: conv.stride, bias: conv.bias)
                operations.append(.conv2D(convolution, after: nil, then: rest.popLeakyReLUDropout()))
            case .convTranspose2D(let conv):
                let convolution = try convolution(first, stride: conv.stride, bias: conv.bias)
                operations.append(.convTranspose2D(convolution, after: nil))
            case .residual:
                operations.append(.residual(try branch(first.branches[0]), shortcut: try branch(first.branches[1])))
            case .classEmbedding: operations.append(.classEmbedding(try weight(first.name, "kernel")))
            case .classProjection:
                operations.append(
                    .classProjection(
                        kernel: try weight(first.name, "kernel"), bias: try weight(first.name, "bias"),
                        embedding: try weight(first.name, "embedding")))
            }
        }
        return operations
    }
}

extension ArraySlice<PlacedLayer> {
    fileprivate mutating func popLeakyReLU() -> LeakyReLU? {
        guard case .leakyReLU(let activation) = first?.layer else { return nil }
        removeFirst()
        return activation
    }

    fileprivate mutating func popDropout() -> Dropout? {
        guard case .dropout(let dropout) = first?.layer else { return nil }
        removeFirst()
        return dropout
    }

    fileprivate mutating func popLeakyReLUDropout() -> (LeakyReLU, Dropout)? {
        guard case .leakyReLU(let activation) = first?.layer, case .dropout(let dropout) = dropFirst().first?.layer
        else { return nil }
        removeFirst(2)
        return (activation, dropout)
    }

    /// The reshape that comes first, where a transposed convolution follows it.
    fileprivate func reshapeBeforeConvTranspose() -> Reshape? {
        guard case .reshape(let reshape) = first?.layer, case .convTranspose2D = dropFirst().first?.layer else {
            return nil
        }
        return reshape
    }

    fileprivate mutating func popConvTranspose(after reshape: Reshape?) -> (PlacedLayer, ConvTranspose2D)? {
        let others = reshape == nil ? self : dropFirst()
        guard let placed = others.first, case .convTranspose2D(let layer) = placed.layer else { return nil }
        self = others.dropFirst()
        return (placed, layer)
    }
}

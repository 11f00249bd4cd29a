import Networks
import Testing
import Torch

/// The network that runs, against its layers one by one on tensors.
@Suite struct NetworkTests {
    private let random: RandomGenerator
    init() throws { random = try RandomGenerator(seed: 5) }

    /// A network whose weights are all different: none stays at its first 0 or 1.
    private func network(_ description: NetworkDescription) throws -> Network {
        let network = try Network(description, named: "network") { try random.uniform($0.shape, from: 0.1, to: 1) }
        for parameter in network.parameters { try parameter.tensor.requireGradient(true) }
        return network
    }

    private func weight(_ name: String, of network: Network) throws -> Tensor {
        try #require(network.weights.first { $0.name == "network.\(name)" }).tensor
    }

    private func expectEqual(
        _ found: Tensor, _ expected: Tensor, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(found.shape == expected.shape, sourceLocation: sourceLocation)
        let (found, expected) = (try found.detached().floats(), try expected.detached().floats())
        let scale = expected.map(abs).max() ?? 0
        let difference = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
        #expect(difference <= 1e-5 * scale, "differs by \(difference) of \(scale)", sourceLocation: sourceLocation)
    }

    /// Batch normalisation, LeakyReLU and a reshape before a transposed convolution are one pass: the same numbers, and
    /// the same moving moments, as one after the other.
    @Test(arguments: [true, false]) func fusedTransposedConvolutionsAgree(training: Bool) throws {
        let description = NetworkDescription(latents: 2 * 2 * 16) {
            BatchNorm(momentum: 0.9, epsilon: 1e-2)
            LeakyReLU(0.2)
            Reshape(2, 2, 16)
            ConvTranspose2D(16, kernel: 5, stride: 2)
            BatchNorm()
            LeakyReLU(0.3)
            ConvTranspose2D(3, kernel: 3, bias: false)
        }
        let (network, x) = (try network(description), try random.normal([6, 64]))
        let moments = try (0...1).map { number in
            func copy(_ name: String) throws -> Tensor {
                try weight("batchNorm\(number).\(name)", of: network).detached().cloned()
            }
            return BatchNormalization(
                gamma: try copy("gamma"), beta: try copy("beta"), movingMean: try copy("movingMean"),
                movingVariance: try copy("movingVariance"), momentum: number == 0 ? 0.9 : 0.99,
                epsilon: number == 0 ? 1e-2 : 1e-3, training: training)
        }
        let found = try network(x, training ? .training(random: random) : .inference)

        var y = try x.normalized(by: moments[0]).leakyReLU(slope: 0.2).reshaped([6, 2, 2, 16])
            .permuted([0, 3, 1, 2])
        y = try y.convTranspose2d(
            kernel: weight("convTranspose1.kernel", of: network), bias: weight("convTranspose1.bias", of: network),
            stride: 2, padding: .same)
        y = try y.normalized(by: moments[1]).leakyReLU(slope: 0.3)
        try expectEqual(
            found, y.convTranspose2d(kernel: weight("convTranspose2.kernel", of: network), padding: .same))
        for number in 0...1 {
            try expectEqual(weight("batchNorm\(number).movingMean", of: network), moments[number].movingMean)
            try expectEqual(weight("batchNorm\(number).movingVariance", of: network), moments[number].movingVariance)
        }
    }

    /// Uniform between ±√(6/(fanIn + fanOut)): the extremes, the mean and the variance limit²/3; biases are zeros.
    @Test func firstValuesAreGlorotUniform() throws {
        let networks: [(NetworkDescription, fanSum: Double)] = [
            (NetworkDescription(latents: 100) { Dense(500) }, 600),
            (NetworkDescription(images: 8, channels: 16) { Conv2D(64, kernel: 5) }, 25 * 80),
            (NetworkDescription(images: 8, channels: 64) { ConvTranspose2D(32, kernel: 5, stride: 2) }, 25 * 96),
        ]
        for (description, fanSum) in networks {
            let network = try Network(description, named: "network", random: random)
            let (kernel, bias) = (network.parameters[0].tensor, network.parameters[1].tensor)
            let limit = (6 / fanSum).squareRoot()
            #expect(try (0.999 * limit...limit).contains(kernel.maximumValue()))
            #expect(try (0.999 * limit...limit).contains(-kernel.minimumValue()))
            #expect(try abs(kernel.mean().scalar()) < 0.02 * limit)
            let variance = try kernel.square().mean().scalar()
            #expect(abs(variance / (limit * limit / 3) - 1) < 0.02)
            #expect(try bias.floats().allSatisfy { $0 == 0 })
            #expect(kernel.requiresGradient && bias.requiresGradient)
        }
    }

    /// Rows hold the elements of an image in the order H, W, C. Element (n, c, h, w) has the value 1000n + 100c + 10h + w.
    @Test func flattenAndReshapeKeepKerasOrder() throws {
        var values: [Float] = []
        for n in 0..<2 {
            for c in 0..<3 {
                for place in [0, 1, 10, 11] { values.append(Float(1000 * n + 100 * c + place)) }
            }
        }
        let images = try Tensor(values, shape: [2, 3, 2, 2])
        let flatten = try network(NetworkDescription(images: 2, channels: 3) { Flatten() })
        let rows = try flatten(images, .inference)
        #expect(rows.shape == [2, 12])
        #expect(try rows.floats().prefix(12) == [0, 100, 200, 1, 101, 201, 10, 110, 210, 11, 111, 211])
        let reshape = try network(NetworkDescription(latents: 12) { Reshape(2, 2, 3) })
        #expect(try reshape(rows, .inference).isEqual(to: images))
    }

    @Test func layersThatNothingFollowsAgree() throws {
        let description = NetworkDescription(images: 6, channels: 2) {
            BatchNorm()
            Tanh()
            Conv2D(4, kernel: 3)
            LeakyReLU(0.3)
            BatchNorm()
            LeakyReLU(0.1)
            Flatten()
            Dropout(0.5)
            Dense(3)
            LeakyReLU(0.2)
            Dropout(0.4)
        }
        let (network, x) = (try network(description), try random.normal([5, 2, 6, 6]))
        func normalized(_ x: Tensor, by number: Int) throws -> Tensor {
            let shape = x.rank == 4 ? [1, x.shape[1], 1, 1] : [1, x.shape[1]]
            func named(_ name: String) throws -> Tensor {
                try weight("batchNorm\(number).\(name)", of: network).reshaped(shape)
            }
            let deviation = try (named("movingVariance") + 1e-3).sqrt()
            return try (x - named("movingMean")) / deviation * named("gamma") + named("beta")
        }
        var y = try normalized(x, by: 0).tanh()
            .conv2d(kernel: weight("conv.kernel", of: network), bias: weight("conv.bias", of: network), padding: .same)
        y = try normalized(y.leakyReLU(slope: 0.3), by: 1).leakyReLU(slope: 0.1)
        y = try y.permuted([0, 2, 3, 1]).reshaped([5, 144])
            .linear(kernel: weight("dense.kernel", of: network), bias: weight("dense.bias", of: network))
        try expectEqual(network(x, .inference), y.leakyReLU(slope: 0.2))

        // Of 15 logits 40 % are dropped; that none or all are has a probability below 1e-3.
        let zeros = try network(x, .training(random: random)).detached().floats().count { $0 == 0 }
        #expect((1..<15).contains(zeros))
    }

    @Test func residualBlocksAddTheirBranches() throws {
        let description = NetworkDescription(images: 8, channels: 16) {
            Residual {
                LeakyReLU(0.3)
                Conv2D(16, kernel: 5)
            }
            Residual {
                Conv2D(3, kernel: 3, stride: 2)
            } shortcut: {
                Conv2D(3, kernel: 1, stride: 2, bias: false)
            }
        }
        let (network, x) = (try network(description), try random.normal([4, 16, 8, 8]))
        func convolved(_ x: Tensor, by name: String, stride: Int = 1, bias: Bool = true) throws -> Tensor {
            try x.conv2d(
                kernel: weight("\(name).kernel", of: network), bias: bias ? weight("\(name).bias", of: network) : nil,
                stride: stride, padding: .same)
        }
        let y = try x + convolved(x.leakyReLU(slope: 0.3), by: "conv1")
        try expectEqual(
            network(x, .inference),
            convolved(y, by: "conv2", stride: 2) + convolved(y, by: "conv3", stride: 2, bias: false))
    }

    /// A block whose last convolution begins at zero begins as the identity.
    @Test func zerosMakeTheIdentity() throws {
        let block = NetworkDescription(images: 8, channels: 4) {
            Residual {
                Conv2D(4, kernel: 5)
                LeakyReLU(0.3)
                Conv2D(4, kernel: 5, initializer: .zeros)
            }
        }
        let x = try random.normal([2, 4, 8, 8])
        #expect(try Network(block, named: "block", random: random)(x, .inference).isEqual(to: x))
    }

    @Test func classesReachTheOutput() throws {
        let description = NetworkDescription(latents: 3, classes: 4) {
            ClassEmbedding(2)
            Dense(5)
            ClassProjection()
        }
        let (network, x) = (try network(description), try random.normal([2, 3]))
        let labels = try Tensor([0, 0, 1, 0, 1, 0, 0, 0], shape: [2, 4])
        let found = try network(x, labels: labels, .inference).detached().floats()

        func rows(_ name: String) throws -> [Float] { try weight(name, of: network).detached().floats() }
        let (embedding, kernel, bias) = (
            try rows("classEmbedding.kernel"), try rows("dense.kernel"), try rows("dense.bias")
        )
        let last = (
            kernel: try rows("classProjection.kernel"), bias: try rows("classProjection.bias"),
            embedding: try rows("classProjection.embedding")
        )
        let latents = try x.floats()
        for (image, label) in [2, 0].enumerated() {
            let input = latents[image * 3..<image * 3 + 3] + embedding[label * 2..<label * 2 + 2]
            let features = (0..<5).map { unit in
                zip(input, 0..<5).reduce(bias[unit]) { $0 + $1.0 * kernel[$1.1 * 5 + unit] }
            }
            let logit = features.indices.reduce(last.bias[0]) {
                $0 + features[$1] * (last.kernel[$1] + last.embedding[label * 5 + $1])
            }
            #expect(abs(found[image] - logit) < 1e-4 * abs(logit))
        }
        for wrong in [nil, try Tensor([1, 0], shape: [2, 1]), try Tensor([1, 0, 0, 0], shape: [1, 4])] {
            #expect(throws: TorchError.self) { try network(x, labels: wrong, .inference) }
        }
    }
}

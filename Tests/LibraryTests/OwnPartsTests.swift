import Atelier
import Foundation
import Testing

/// What a program brings to a run in place of what its settings name.
@Suite struct OwnPartsTests {
    /// Networks that are no architecture of Atelier's.
    struct Perceptrons: NetworkArchitecture {
        var latentSize = 12
        var classes: Int?
        var outputs = 1

        func check(_ images: ImageShape) {}

        func generator(of images: ImageShape) -> NetworkDescription {
            NetworkDescription(latents: latentSize, classes: classes) {
                if classes != nil { ClassEmbedding(4) }
                Dense(images.size * images.size)
                Reshape(images.size, images.size, 1)
                Tanh()
            }
        }

        func discriminator(of images: ImageShape) -> NetworkDescription {
            NetworkDescription(images: images.size, channels: images.channels, classes: classes) {
                Flatten()
                if classes != nil { ClassProjection() } else { Dense(outputs) }
            }
        }
    }

    struct LeastSquaresLoss: AdversarialLoss {
        func discriminator(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor {
            try (realLogits - 1).square() + (fakeLogits + 1).square()
        }

        func generator(fakeLogits: Tensor, realLogits: () throws -> Tensor) throws -> Tensor {
            try (fakeLogits - 1).square()
        }
    }

    struct Ink: DrawingsMetric {
        var name = "ink"
        var count = 40

        func measure(_ drawings: Drawings) -> Double {
            Double(drawings.values.count { $0 > 0 }) / Double(drawings.values.count)
        }
    }

    /// The built-in parts brought as one's own train to the same bits.
    @Test func ownPartsDoWhatTheSettingsDo() async throws {
        let bench = try Workbench()
        let drawings = try bench.drawings()
        func weights(_ own: OwnParts) async throws -> Data {
            let run = try await Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder).train().run
            return try Data(contentsOf: URL(filePath: run.generatorPath))
        }
        bench.configuration.loss = .hinge
        let expected = try await weights(OwnParts(drawings: drawings))
        bench.configuration.loss = .crossEntropy
        let dcgan = DCGAN(latentSize: 8, width: 4)
        #expect(try await weights(OwnParts(drawings: drawings, architecture: dcgan, loss: HingeLoss())) == expected)
        #expect(try await weights(OwnParts(drawings: drawings, architecture: dcgan)) != expected)
    }

    /// Trained, described in its folder, drawn with by what knows none of the parts, and gone on with.
    @Test func aRunOfOwnParts() async throws {
        let bench = try Workbench()
        let own = OwnParts(
            drawings: try bench.drawings(), architecture: Perceptrons(), loss: LeastSquaresLoss(), metrics: [Ink()])
        let run = try await Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder).train().run
        let configuration = try run.configuration()
        #expect(configuration.ownParts == ["drawings", "architecture Perceptrons", "loss LeastSquaresLoss"])
        #expect(configuration.latentSize == 12 && configuration.sources.isEmpty && configuration.isTrainable)

        let events = try EventLog.epochs(of: run)
        let ink = try events.map { try #require($0.measurement.measurements.own["ink"]) }
        #expect(ink.count == 2 && ink.allSatisfy { (0...1).contains($0) })
        let log = try String(contentsOfFile: run.logPath, encoding: .utf8)
        #expect(log.contains(String(format: "  ink %.3f\n", ink[1])))

        let sampler = try Sampler(run)
        #expect(sampler.latentSize == 12)
        #expect(try sampler.draw(count: 2, seed: 1).values == Sampler(run, epoch: 2).draw(count: 2, seed: 1).values)
        #expect(try await DrawingService(run).png(seed: 1).count > 60)

        var longer = configuration
        longer.epochs = 3
        let error = #expect(throws: ConfigurationError.self) { try Trainer(resuming: run, configuration: longer) }
        #expect(
            error?.description
                == "\(run.path) was made by a program with parts of its own, drawings and architecture Perceptrons and "
                + "loss LeastSquaresLoss; go on with it in that program, which gives Trainer the same as OwnParts")
        var others = own
        others.loss = HingeLoss()
        #expect(throws: ConfigurationError.self) { try Trainer(resuming: run, configuration: longer, own: others) }
        let resumed = try Trainer(resuming: run, configuration: longer, own: own)
        #expect(try await resumed.train().reason == .finished)
        #expect(try EventLog.epochs(of: run).count == 3)

        // A whole run of three epochs comes to the same bits.
        bench.configuration.epochs = 3
        let whole = try await Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder).train().run
        let files = try [run, whole].map { try Data(contentsOf: URL(filePath: $0.generatorPath)) }
        #expect(files[0] == files[1])
    }

    /// The tool draws with such a run, and says in a sentence that it cannot train it.
    @Test func theToolAndARunOfOwnParts() async throws {
        let bench = try Workbench()
        let own = OwnParts(drawings: try bench.drawings(), architecture: Perceptrons(), loss: LeastSquaresLoss())
        let run = try await Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder).train().run

        let resumed = try BuiltProgram.run("atelier", "resume", run.path, "--epochs", "9")
        #expect(
            resumed.status == 64 && resumed.output.hasPrefix("atelier: \(run.path) was made by a program with parts"))
        #expect(resumed.output.split(separator: "\n").count == 1)
        let config = try BuiltProgram.run(
            "atelier", "train", "--config", run.configurationPath, try bench.file(count: 20, size: 16), "--dry-run")
        #expect(config.status == 64 && config.output.hasPrefix("atelier: own-parts is drawings and architecture"))
        let evaluated = try BuiltProgram.run("atelier", "evaluate", run.path)
        #expect(evaluated.status == 64 && evaluated.output.contains("--against"), "\(evaluated)")

        let networks = try BuiltProgram.run("atelier", "networks", run.path)
        #expect(networks.status == 0 && networks.output.hasPrefix("generator of [12]: "))
        let picture = bench.folder + "/drawings.png"
        let sampled = try BuiltProgram.run("atelier", "sample", run.path, "--count", "4", "-o", picture)
        #expect(sampled.status == 0, "\(sampled)")
        let expected = try Sampler(run).draw(count: 4, seed: 0).sheet(columns: 4)
        #expect(try Workbench.areSame(PNG.decode(contentsOf: picture), expected))
    }

    /// What the metric says is what it says of drawings of the saved weights.
    @Test func theMetricSeesTheEpochsDrawings() async throws {
        struct Latest: DrawingsMetric {
            let name = "first"
            func measure(_ drawings: Drawings) -> Double { Double(drawings.count) + Double(drawings.imageSize) / 1000 }
        }
        let bench = try Workbench()
        let own = OwnParts(drawings: try bench.drawings(), metrics: [Ink(), Latest()])
        let run = try await Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder).train().run
        let measured = try EventLog.epochs(of: run).map(\.measurement.measurements.own)
        #expect(measured.allSatisfy { $0["first"] == 256.016 })
        // Of other latents than the metric's, but as many.
        let drawn = try Ink().measure(Sampler(run).draw(count: 40, seed: 3))
        #expect(abs(try #require(measured.last?["ink"]) - drawn) < 0.2)
    }

    @Test func aRunWithCategoriesAndHeldOutDrawings() async throws {
        let bench = try Workbench()
        bench.configuration.unconditional = false
        bench.configuration.heldOut = 0.25
        let own = OwnParts(drawings: try bench.drawings(["a", "b"]), architecture: Perceptrons(classes: 2))
        let run = try await Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder).train().run
        #expect(try Sampler(run).classes == ["a", "b"])
        #expect(try run.configuration().heldOut == 0.25)
    }

    @Test func whatCannotBeIsOneSentence() throws {
        let bench = try Workbench()
        func refusal(_ own: OwnParts) throws -> String {
            let error = #expect(throws: ConfigurationError.self) {
                try Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder)
            }
            return error?.description ?? ""
        }
        let drawings = try bench.drawings()
        #expect(
            try refusal(OwnParts(drawings: drawings, architecture: Perceptrons(outputs: 2)))
                == "the discriminator of Perceptrons makes [2] of [1, 16, 16]; expected [1] of [1, 16, 16]")
        #expect(
            try refusal(OwnParts(drawings: drawings, architecture: Perceptrons(classes: 3)))
                == "the networks of Perceptrons are for 3 classes, but the run has 0; make them for as many as there are "
                + "categories, or for none and set unconditional")
        #expect(
            try refusal(OwnParts(drawings: drawings, metrics: [Ink(name: "two words")]))
                == "a metric is called 'two words'; expected one word that is no other measure's name")
        #expect(try refusal(OwnParts(drawings: drawings, metrics: [Ink(name: "distance")])).contains("distance"))
        #expect(try refusal(OwnParts(drawings: drawings, metrics: [Ink(), Ink()])).contains("ink"))
        #expect(
            try refusal(OwnParts(drawings: drawings, metrics: [Ink(count: 0)]))
                == "the metric ink looks at 0 drawings; expected 1 or more")
        #expect(try refusal(OwnParts()).hasPrefix("no data: "))
        bench.configuration.ownParts = ["loss Other"]
        #expect(
            try refusal(OwnParts(drawings: drawings))
                == "own-parts is loss Other, which only a program can bring; leave it out, or give Trainer the same "
                + "as OwnParts")
        #expect(!FileManager.default.fileExists(atPath: bench.runsFolder))
    }

    /// A run begins with the weights of another of its own architecture, and of no other.
    @Test func beginningWithAnotherRunsWeights() async throws {
        let bench = try Workbench()
        let own = OwnParts(drawings: try bench.drawings(), architecture: Perceptrons())
        let first = try await Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder).train().run
        let second = try Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder, from: first)
        #expect(try await second.train().reason == .finished)
        let error = #expect(throws: ConfigurationError.self) {
            try Trainer(
                bench.configuration, own: OwnParts(drawings: bench.drawings()), runsFolder: bench.runsFolder,
                from: first)
        }
        #expect(error?.description.contains("architecture Perceptrons") == true)
    }
}

public import Datasets
import Networks
import Runs

/// What a program brings to a run in place of what its settings name.
///
///     let parts = OwnParts(architecture: Wide(), loss: LeastSquaresLoss(), metrics: [Ink()])
///     let trainer = try Trainer(configuration, own: parts, runsFolder: "runs")
///
/// The run's configuration names drawings, architecture and loss by their types, and the same are needed to go on with it.
/// Its weights describe their networks, so that drawing with them needs none of this.
public struct OwnParts: Sendable {
    /// Takes the place of `sources` and of all that says what is taken of them. ``TrainingConfiguration/datasetOptions`` are
    /// the options that make it as the settings say.
    public var drawings: Dataset?
    /// Takes the place of `architecture`, `width` and `dropoutRate`; `latentSize` follows from it.
    public var architecture: (any NetworkArchitecture)?
    /// Takes the place of `loss`.
    public var loss: (any AdversarialLoss)?
    /// Measured beside the table's measures. A run that goes on may have others.
    public var metrics: [any DrawingsMetric]

    /// These parts; what is nil comes from the settings.
    public init(
        drawings: Dataset? = nil, architecture: (any NetworkArchitecture)? = nil, loss: (any AdversarialLoss)? = nil,
        metrics: [any DrawingsMetric] = []
    ) {
        self.drawings = drawings
        self.architecture = architecture
        self.loss = loss
        self.metrics = metrics
    }

    /// What ``TrainingConfiguration/ownParts`` says of them.
    public var names: [String] {
        [
            drawings.map { _ in TrainingConfiguration.ownDrawings },
            architecture.map { "architecture \(type(of: $0))" },
            loss.map { "loss \(type(of: $0))" },
        ].compactMap { $0 }
    }
}

extension OwnParts {
    func networks(of configuration: TrainingConfiguration) -> any NetworkArchitecture {
        architecture ?? configuration.networks
    }

    func loss(of configuration: TrainingConfiguration) -> any AdversarialLoss {
        loss ?? configuration.loss.adversarial
    }

    /// Opens the drawings, and returns the configuration of a run with these parts. Throws as
    /// ``TrainingConfiguration/openDataset()`` and ``TrainingConfiguration/resolved(for:)``.
    func open(_ configuration: TrainingConfiguration) throws -> (TrainingConfiguration, Dataset) {
        try checkMetrics()
        var configuration = configuration
        configuration.ownParts = names
        if let drawings {
            configuration.sources = []
            configuration.imageSize = drawings.imageSize
            let heldOut = Double(drawings.heldOut?.count ?? 0)
            configuration.heldOut = heldOut / (heldOut + Double(drawings.count))
        }
        try configuration.validate()
        let dataset = try drawings ?? configuration.openDataset()
        var resolved = try configuration.resolved(for: dataset, networks: networks(of:))
        if let architecture {
            let images = try resolved.imageShape()
            let generator = architecture.generator(of: images)
            try check(generator, architecture.discriminator(of: images), images, resolved)
            resolved.latentSize = generator.input[0]
        }
        return (resolved, dataset)
    }

    private func check(
        _ generator: NetworkDescription, _ discriminator: NetworkDescription, _ images: ImageShape,
        _ configuration: TrainingConfiguration
    ) throws {
        let shape = [images.channels, images.size, images.size]
        let name = architecture.map { "\(type(of: $0))" } ?? ""
        do {
            let drawn = try generator.output()
            guard generator.input.count == 1, drawn == shape else {
                throw ConfigurationError(
                    "the generator of \(name) makes \(drawn) of \(generator.input); expected \(shape) of latents [Z]")
            }
            let logit = try discriminator.output()
            guard discriminator.input == shape, logit == [1] else {
                throw ConfigurationError(
                    "the discriminator of \(name) makes \(logit) of \(discriminator.input); expected [1] of \(shape)")
            }
        } catch let error as NetworkError {
            throw ConfigurationError("the networks of \(name) cannot be: \(error)")
        }
        let classes = configuration.classes.count
        for network in [generator, discriminator] where network.classes ?? 0 != classes {
            throw ConfigurationError(
                "the networks of \(name) are for \(network.classes ?? 0) classes, but the run has \(classes); make them for "
                    + "as many as there are categories, or for none and set unconditional")
        }
    }

    private func checkMetrics() throws(ConfigurationError) {
        var names: Set<String> = []
        for metric in metrics {
            guard metric.name.wholeMatch(of: /[^\s\/]+/) != nil, Measure(rawValue: metric.name) == nil,
                names.insert(metric.name).inserted
            else {
                throw ConfigurationError(
                    "a metric is called '\(metric.name)'; expected one word that is no other measure's name")
            }
            guard metric.count > 0 else {
                throw ConfigurationError(
                    "the metric \(metric.name) looks at \(metric.count) drawings; expected 1 or more")
            }
        }
    }

    /// Throws ``ConfigurationError`` unless these are the `parts` that `run` was made with; of a new run, nil, unless its
    /// configuration names the same or none.
    func require(_ parts: [String], of run: RunDirectory?) throws(ConfigurationError) {
        guard parts != names, run != nil || !parts.isEmpty else { return }
        let wanted = parts.isEmpty ? "no parts of a program's own" : parts.joined(separator: " and ")
        guard let run else {
            throw ConfigurationError(
                "own-parts is \(wanted), which only a program can bring; leave it out, or give Trainer the same "
                    + "as OwnParts")
        }
        guard !names.isEmpty else {
            throw ConfigurationError(
                "\(run.path) was made by a program with parts of its own, \(wanted); go on with it in that program, "
                    + "which gives Trainer the same as OwnParts")
        }
        throw ConfigurationError(
            "\(run.path) was made with \(wanted), but given are \(names.joined(separator: " and ")); give the same")
    }

    /// Throws ``ConfigurationError`` unless a run with these parts can begin with the weights of `run`.
    func requireNetworks(of run: RunDirectory) throws {
        let isArchitecture = { (part: String) in part.hasPrefix("architecture ") }
        let theirs = try run.configuration().ownParts.first(where: isArchitecture)
        guard theirs != names.first(where: isArchitecture) else { return }
        throw ConfigurationError(
            "\(run.path) is of the \(theirs ?? "settings' own networks"), and this run is not; a run begins with weights of "
                + "its own architecture")
    }
}

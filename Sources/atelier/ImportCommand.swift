import ArgumentParser
import GAN
import Interchange
import Runs

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a run of weights that Keras saved.",
        usage: "atelier import --generator FILE [--discriminator FILE [SOURCE…]] [options]",
        discussion: """
            The files are those of save_weights, .h5 or .weights.h5, or of model.save, .keras or .h5. The networks are the
            tutorial's, of any size. With the discriminator and drawings to train on, `atelier resume` goes on from there.

            Examples:
              atelier import --generator generator.h5
              atelier import --generator generator.h5 --discriminator discriminator.h5 quickdraw:cat --epochs 20
            """)

    @Argument(help: "Drawings to train on: files, folders, quickdraw:NAME or fashion-mnist.")
    var sources: [String] = []

    @Option(help: "The generator's file.")
    var generator: String

    @Option(help: "The discriminator's file.")
    var discriminator: String?

    @OptionGroup(title: "Settings")
    var options: TrainingOptions

    @Option(help: "Folder of all runs; the new one gets a numbered folder in it.")
    var out = "runs"

    @Option(help: "Name of the run, after its number; keras if left out.")
    var name = "keras"

    func run() async throws {
        let generatorWeights = try KerasFile.readGenerator(generator)
        let discriminatorWeights = try discriminator.map(KerasFile.readDiscriminator)
        var configuration = TrainingConfiguration()
        try options.apply(to: &configuration)
        configuration.sources = sources.map(absoluteSource)
        try await fetchMissing(configuration.sources)
        let imported = try ImportedRun(
            generator: generatorWeights, discriminator: discriminatorWeights, configuration: configuration)
        let path = shownPath(try imported.create(in: absolutePath(out), name: name).path)
        let run = path.shellQuoted
        let size = generatorWeights.images.size
        let settings = imported.configuration
        let tool = CommandLine.arguments[0].shellQuoted
        try Console.print(
            "\(path): \(size)×\(size) pixels, latents of \(settings.latentSize), width \(settings.width)"
        )
        try Console.print("To try next:\n  \(tool) sample \(run) -o drawings.png")
        if !sources.isEmpty { try Console.print("  \(tool) resume \(run)") }
    }
}

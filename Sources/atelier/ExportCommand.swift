public import ArgumentParser
public import GAN
public import Interchange
import Runs

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a network of a run for another program.",
        discussion: """
            keras-h5 is for tf.keras and tf_keras, and Keras 3 reads it too; keras-v3 is Keras 3's own format of weights,
            keras its archive of a whole model.
            A generator is the averaged one where the run keeps an average.

            Examples:
              atelier export runs/00003-cat-tutorial --format onnx
              atelier export runs/00003-cat-tutorial --format keras-v3 -o cats.weights.h5
              atelier export runs/00003-cat-tutorial --format keras-h5 --network discriminator -o discriminator.h5
            """)

    @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"))
    var path: String

    @Option(help: "\(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format: ExportFormat

    @Option(help: "generator or discriminator.")
    var network = NetworkKind.generator

    @Option(help: "best or newest: of a run that judges its drawings, the weights of the best epoch or of the last.")
    var weights = WeightsChoice.best

    @Option(
        name: .shortAndLong,
        help: "The file; generator or discriminator with the format's ending, .h5, .weights.h5, …, if left out.")
    var output: String?

    func validate() throws {
        if let output, !format.fits(output) {
            let but = format == .kerasH5 ? ", but not in .weights.h5, by which Keras knows its other format" : ""
            throw ValidationError("-o is \(output); expected a name that ends in \(format.ending)\(but)")
        }
    }

    func run() throws {
        let run = try RunDirectory.open(path)
        let weights = try NetworkWeights(network, of: run, self.weights)
        let file = output ?? network.rawValue + format.ending
        try format.write(weights, to: file)
        let size = weights.images.size
        try Console.print(
            "\(file): the \(network.rawValue) of \(run.name), \(size)×\(size) pixels, for \(format.programs)")
    }
}

extension ExportFormat: ExpressibleByArgument {
    /// What opens such a file.
    fileprivate var programs: String {
        switch self {
        case .kerasH5: "tf_keras and Keras"
        case .kerasV3, .keras: "Keras 3"
        case .safetensors: "PyTorch and others"
        case .onnx: "ONNX Runtime and others"
        }
    }
}

extension NetworkKind: ExpressibleByArgument {}
extension WeightsChoice: ExpressibleByArgument {}

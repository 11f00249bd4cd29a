import ArgumentParser
import Datasets
import Evaluation
import Foundation
import Networks
import Torch

struct TrainJudge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train the classifier of doodles, of which a tenth is held out.")

    @Argument(help: "The folder of drawings: a .npy file a category.")
    var data: String

    @Option(name: .shortAndLong, help: "The judge's file.")
    var output = "Sources/Evaluation/Resources/doodles.safetensors"

    @Option(help: "Passes over the drawings.")
    var epochs = 12

    @Option(help: "Seed of all that is random.")
    var seed: UInt64 = 0

    @Option(help: "Threads; other counts round otherwise.")
    var threads = 1

    func run() throws {
        try Runtime.setThreadCount(threads)
        let dataset = try Dataset.open([data], options: DatasetOptions(imageSize: DoodleClassifier.size))
        let training = try JudgeTraining(on: dataset, seed: seed)
        print("\(dataset.categories.count) categories, \(training.heldOut.count) of \(dataset.count) drawings held out")
        for epoch in 1...epochs {
            let loss = try training.epoch(epoch, of: epochs)
            print(String(format: "epoch %d: loss %.4f, held-out accuracy %.4f", epoch, loss, try training.accuracy()))
        }
        try training.write(to: output, epochs: epochs)
        print("\(output): \(String(format: "%.4f", try training.accuracy())) of the held-out drawings recognised")
    }
}

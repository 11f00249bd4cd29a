import Datasets
import Files
import Foundation
import Networks
import Runs
import Torch

/// Writes what a run leaves in its folder: pictures and weights; checkpoints through ``checkpoints``.
struct RunRecords {
    let run: RunDirectory
    let checkpoints: CheckpointFolder
    private let sheet = ContactSheet(columns: 4)

    init(_ run: RunDirectory, checkpoints: CheckpointFolder) {
        self.run = run
        self.checkpoints = checkpoints
    }

    /// Draws the first 16 real images of the run into `reals.png`, also where they are several batches.
    func saveReals(of dataset: Dataset, sampler: BatchSampler) throws {
        let indices = BatchSampler(count: dataset.count, batchSize: 16, seed: sampler.seed).indices(epoch: 0, batch: 0)
        let reals = try sheet.draw(
            images: dataset.images(at: indices), channels: dataset.channels, height: dataset.imageSize,
            width: dataset.imageSize)
        try AtomicFile.write(try PNG.encode(reals), to: run.realsPath)
    }

    /// Draws the grid latents' images after `epoch` epochs.
    func saveSample(_ state: TrainingState, epoch: Int) throws {
        let images = try withoutGradients {
            try state.samplingGenerator(state.gridLatents, labels: state.gridLabels, .inference).floats()
        }
        let size = state.images.size
        let grid = try sheet.draw(images: images, channels: state.images.channels, height: size, width: size)
        try AtomicFile.write(try PNG.encode(grid), to: "\(run.path)/\(RunDirectory.sampleName(epoch: epoch))")
    }

    /// Makes `samples.gif` of the grids up to epoch `last`, also those of earlier sessions.
    func saveFilm(last: Int) throws {
        let paths = RunDirectory.filmEpochs(last: last).map { "\(run.path)/\(RunDirectory.sampleName(epoch: $0))" }
        // Training does not end for a grid that someone moved or changed: the film goes without it.
        let frames = paths.compactMap { try? PNG.decode(contentsOf: $0) }
        guard !frames.isEmpty else { return }
        try AtomicFile.write(
            try GIF.encode(frames: frames, delayCentiseconds: 20, lastFrameDelayCentiseconds: 300), to: run.filmPath)
    }

    /// Saves the weights to draw with as the best.
    func saveBest(_ state: TrainingState) throws {
        try NetworkWeights(.generator, of: state.samplingGenerator, classes: state.classes).write(to: run.bestPath)
    }

    /// Saves the weights to draw with and the discriminator's.
    func saveWeights(_ state: TrainingState) throws {
        try NetworkWeights(.generator, of: state.samplingGenerator, classes: state.classes).write(to: run.generatorPath)
        try NetworkWeights(.discriminator, of: state.discriminator, classes: state.classes).write(
            to: run.discriminatorPath)
    }
}

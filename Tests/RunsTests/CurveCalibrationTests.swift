import Runs
import Testing

/// The thresholds by which curves are read, beside runs that collapsed and runs that did not:
/// docs/explanation/evaluation.md has their commands.
@Suite struct CurveCalibrationTests {
    /// What was recorded of a run.
    struct Recorded: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The last twenty recorded steps.
        let real, fake: Double
        /// The variety of the grids: of one that collapsed at the end, of others the least after the first hundred steps.
        let variety: Double
        /// The greatest growth of the generator's loss since the middle of the run.
        let growth: Double
        var isPenalised = false
    }

    private static let collapsed = [
        Recorded(testDescription: "rate 0.05", real: 1, fake: 0, variety: 0, growth: 1.26),
        Recorded(testDescription: "rate 0.03", real: 1, fake: 0, variety: 0, growth: 1.12),
        Recorded(testDescription: "rate 0.03, seed 1", real: 1, fake: 0, variety: 0, growth: 5.45),
        Recorded(testDescription: "rate 0.02", real: 1, fake: 0, variety: 0, growth: 0.89),
        Recorded(testDescription: "rate 0.02, hinge", real: 1, fake: 0, variety: 0, growth: 2.08),
    ]

    private static let others = [
        Recorded(testDescription: "rate 0.001", real: 0.81, fake: 0.19, variety: 0.38, growth: 1.49),
        Recorded(testDescription: "rate 0.01", real: 0.89, fake: 0.11, variety: 0.69, growth: 0.61),
        Recorded(testDescription: "deeper discriminator", real: 0.89, fake: 0.11, variety: 0.35, growth: 1.18),
        Recorded(testDescription: "125 drawings", real: 0.76, fake: 0.26, variety: 0.28, growth: 1.2),
        Recorded(testDescription: "latents of one number", real: 0.79, fake: 0.2, variety: 0.39, growth: 1.57),
        Recorded(testDescription: "batches of 8", real: 0.94, fake: 0.07, variety: 0.84, growth: 2.03),
        Recorded(
            testDescription: "deeper discriminator, rate 0.02", real: 0.965, fake: 0.032, variety: 0.72, growth: 0.41),
        Recorded(testDescription: "quick", real: 0.68, fake: 0.32, variety: 0.66, growth: 0.98, isPenalised: true),
    ]

    private func reading(of run: Recorded, variety: Double?, growth: Double = 1) -> CurveReading? {
        let measurements = (1...100).map { number in
            TrainingMeasurement(
                time: Double(number), step: number * 10, epoch: 1, imagesSeen: 0,
                measurements: Measurements(
                    [
                        .realProbability: run.real, .fakeProbability: run.fake,
                        .generatorLoss: number > 60 ? growth : 1,
                    ].merging(run.isPenalised ? [.gradientPenalty: 0.1] : [:]) { $1 }))
        }
        return CurveReading(
            of: measurements, .init(isTraining: true, secondsSinceNewest: 1, variety: variety))
    }

    @Test(arguments: collapsed) func whatCollapsedIsFound(run: Recorded) {
        #expect(reading(of: run, variety: run.variety)?.key == .collapsing)
        // The curves alone, without a grid, sound the alarm too.
        let curves = reading(of: run, variety: nil)
        #expect(curves?.key == .discriminatorWinning && curves?.level == .bad)
    }

    @Test(arguments: others) func whatDidNotIsNot(run: Recorded) {
        let found = reading(of: run, variety: run.variety)
        #expect(found?.key != .collapsing && found?.level != .bad)
    }

    /// Of runs that went on getting better the loss grew by less; where it grew by more, drawings were poor or gone.
    @Test(arguments: others + collapsed) func theGeneratorLosesGround(run: Recorded) {
        let calm = Recorded(testDescription: "", real: 0.8, fake: 0.2, variety: 1, growth: 1)
        let isLosing = reading(of: calm, variety: 1, growth: run.growth)?.key == .generatorLosingGround
        #expect(isLosing == ["rate 0.03, seed 1", "rate 0.02, hinge", "batches of 8"].contains(run.testDescription))
    }

    /// Penalised discriminators that took generated drawings for real had learnt nothing.
    @Test func aDiscriminatorThatIsWrongIsBadNews() {
        for (real, fake, level) in [
            (0.257, 0.743, CurveReading.Level.watch), (0.18, 0.931, .bad), (0.075, 0.925, .bad), (0.45, 0.6, .watch),
        ] {
            let run = Recorded(
                testDescription: "", real: real, fake: fake, variety: 1, growth: 1, isPenalised: true)
            let found = reading(of: run, variety: 1)
            #expect(found?.key == .generatorWinning && found?.level == level, "\(real), \(fake)")
        }
    }
}

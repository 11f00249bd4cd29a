import Runs
import Testing

@Suite struct CurveReadingTests {
    private static func curves(
        _ count: Int = 100, real: Double = 0.7, fake: Double = 0.3, generatorLoss: (Int) -> Double = { _ in 1 }
    ) -> [TrainingMeasurement] {
        (1...count).map { number in
            TrainingMeasurement(
                time: Double(number), step: number * 10, epoch: 1, imagesSeen: 0,
                measurements: Measurements([
                    .generatorLoss: generatorLoss(number), .realProbability: real, .fakeProbability: fake,
                ]))
        }
    }

    private static func read(
        _ curves: [TrainingMeasurement], isTraining: Bool = true, seconds: Double = 1, variety: Double? = nil
    ) -> CurveReading? {
        CurveReading(
            of: curves, .init(isTraining: isTraining, secondsSinceNewest: seconds, variety: variety))
    }

    @Test(arguments: [
        (0.7, 0.3, CurveReading.Key.balanced, CurveReading.Level.good),
        (0.95, 0.05, .discriminatorWinning, .watch), (0.995, 0.005, .discriminatorWinning, .bad),
        (0.5, 0.5, .cannotTell, .info), (0.4, 0.6, .generatorWinning, .watch), (0.9, 0.2, .balanced, .good),
    ])
    func probabilities(_ real: Double, _ fake: Double, _ key: CurveReading.Key, _ level: CurveReading.Level) throws {
        let reading = try #require(Self.read(Self.curves(real: real, fake: fake)))
        #expect(reading.key == key && reading.level == level)
        #expect(abs(try #require(reading.numbers["realProbability"]) - real) < 1e-9)
        #expect(abs(try #require(reading.numbers["fakeProbability"]) - fake) < 1e-9)
    }

    /// With a penalty, a discriminator may lead, and the generator's loss grow, while drawings get better.
    @Test func penalisedDiscriminatorsMayLead() {
        func penalised(_ curves: [TrainingMeasurement]) -> [TrainingMeasurement] {
            curves.map { measurement in
                var measurement = measurement
                measurement[.gradientPenalty] = 0.1
                return measurement
            }
        }
        let leading = Self.curves(real: 0.95, fake: 0.05)
        #expect(Self.read(penalised(leading))?.key == .balanced)
        let growing = Self.curves(generatorLoss: { Double($0) })
        #expect(Self.read(growing)?.key == .generatorLosingGround)
        #expect(Self.read(penalised(growing))?.key == .balanced)
        #expect(Self.read(penalised(Self.curves(real: 0.4, fake: 0.6)))?.key == .generatorWinning)
    }

    /// Where drawings were judged, the reading goes by that, whatever the losses say.
    @Test(arguments: [
        ([600, 200, 90, 40, 22, 14], CurveReading.Key.improving, 6, 6),
        ([60, 18, 24, 27, 30], .gettingWorse, 2, 5), ([60, 18, 19, 18.5, 19], .noBetter, 2, 5),
    ])
    func distancesDecide(_ distances: [Double], _ key: CurveReading.Key, _ best: Int, _ newest: Int) throws {
        let judged = distances.enumerated().map {
            JudgedEpoch($0.offset + 1, distance: Estimate($0.element, standardError: 1))
        }
        let circumstances = CurveReading.Circumstances(isTraining: true, secondsSinceNewest: 1)
        let reading = try #require(
            CurveReading(of: Self.curves(real: 0.99, fake: 0.01), judged: judged, circumstances))
        #expect(reading.key == key)
        #expect(reading.numbers["bestEpoch"] == Double(best) && reading.numbers["epoch"] == Double(newest))
        #expect(reading.numbers["bestDistance"] == distances[best - 1] && reading.numbers["error"] == 1)
        // One epoch alone is no trend.
        let alone = CurveReading(
            of: Self.curves(real: 0.99, fake: 0.01), judged: [judged[0]], circumstances)
        #expect(alone?.key == .discriminatorWinning)
    }

    @Test func nothingIsSaidTooEarly() {
        let reading = Self.read(Self.curves(9, real: 0.99, fake: 0.01))
        #expect(reading?.key == .tooEarly && reading?.numbers == ["step": 90, "needed": 100])
        #expect(Self.read([])?.key == .tooEarly)
    }

    /// A run whose objective has no probabilities is not judged by them; what else shows is said all the same.
    @Test func stepsWithoutProbabilitiesAreNotJudged() {
        let curves = Self.curves().map { measurement in
            var measurement = measurement
            (measurement[.realProbability], measurement[.fakeProbability]) = (nil, nil)
            return measurement
        }
        #expect(Self.read(curves) == nil)
        #expect(Self.read(curves, variety: 0.1)?.numbers == ["variety": 0.1])
        #expect(Self.read(curves, seconds: 500)?.key == .stalled)
    }

    /// The times of events come from a file, which may say anything.
    @Test(arguments: [1e300, -1e300, 1e19]) func timesOfNoSense(_ seconds: Double) {
        let reading = Self.read(Self.curves(), seconds: seconds)
        #expect(reading?.key == (seconds > 0 ? .stalled : .balanced))
    }

    @Test func onlyTheNewestStepsCount() {
        let curves = Self.curves(200, real: 0.99, fake: 0.01) + Self.curves(20, real: 0.7, fake: 0.3)
        let later = curves.enumerated().map { number, measurement in
            var measurement = measurement
            measurement.step = number * 10
            measurement.time = Double(number)
            return measurement
        }
        #expect(Self.read(later)?.key == .balanced)
    }

    @Test func drawingsThatAreAlike() {
        #expect(Self.read(Self.curves(), variety: 0.1)?.key == .collapsing)
        #expect(Self.read(Self.curves(), variety: 0.1)?.numbers["variety"] == 0.1)
        #expect(Self.read(Self.curves(), variety: 0.9)?.key == .balanced)
    }

    @Test func generatorThatLosesGround() throws {
        let reading = try #require(Self.read(Self.curves(generatorLoss: { $0 <= 60 ? 1 : 2.5 })))
        #expect(reading.key == .generatorLosingGround)
        #expect(abs(try #require(reading.numbers["before"]) - 1) < 1e-9)
        #expect(abs(try #require(reading.numbers["now"]) - 2.5) < 1e-9)
        #expect(Self.read(Self.curves(generatorLoss: { $0 <= 60 ? 1 : 1.9 }))?.key == .balanced)
    }

    @Test func standstill() {
        #expect(Self.read(Self.curves(), seconds: 59)?.key == .balanced)
        let reading = Self.read(Self.curves(), seconds: 61)
        #expect(reading?.key == .stalled && reading?.numbers == ["seconds": 61])
        #expect(Self.read(Self.curves(), isTraining: false, seconds: 9999)?.key == .balanced)
        // A run that records a step every ten seconds is given more time.
        let slow = Self.curves().map { measurement in
            var measurement = measurement
            measurement.time *= 10
            return measurement
        }
        #expect(Self.read(slow, seconds: 150)?.key == .balanced)
        #expect(Self.read(slow, seconds: 250)?.key == .stalled)
    }
}

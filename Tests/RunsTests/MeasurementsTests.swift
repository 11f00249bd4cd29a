import Foundation
import Runs
import Testing

@Suite struct MeasurementsTests {
    let measurements = Measurements([
        .discriminatorLoss: 1.386, .generatorLoss: 0.6931, .realProbability: 0.51, .fakeProbability: 0.49,
        .imagesPerSecond: 300.4, .residentBytes: 1e9,
    ])

    @Test func fieldsAreFlatAndInfinityIsLeftOut() throws {
        var measurements = measurements
        measurements[.generatorLoss] = .infinity
        measurements[.realProbability] = nil
        let measurement = TrainingMeasurement(time: 1.5, step: 3, epoch: 1, imagesSeen: 24, measurements: measurements)
        let data = try JSONEncoder().encode(TrainingEvent.step(measurement))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(
            object.keys.sorted() == [
                "discriminatorLoss", "epoch", "event", "fakeProbability", "imagesPerSecond", "imagesSeen",
                "residentBytes", "step", "time",
            ])
        var read = measurement
        read[.generatorLoss] = nil
        #expect(try JSONDecoder().decode(TrainingEvent.self, from: data) == .step(read))
    }

    /// A line of the first version, and one with a number that this version does not know.
    @Test(arguments: ["", #""colour":"red","hue":3,"#])
    func earlierLinesAreRead(more: String) throws {
        let line =
            #"{\#(more)"discriminatorLoss":1.25,"epoch":2,"event":"epoch","fakeProbability":0.25,"generatorLoss":0.5,"#
            + #""imagesPerSecond":300.5,"imagesSeen":512,"realProbability":0.75,"residentBytes":701000704,"#
            + #""sample":"samples/epoch-0002.png","seconds":2.5,"step":20,"time":1732450000.25}"#
        let event = try JSONDecoder().decode(TrainingEvent.self, from: Data(line.utf8))
        guard case .epoch(let summary) = event else { throw CancellationError() }
        #expect(summary.measurement.step == 20 && summary.seconds == 2.5)
        #expect(summary.measurement[.discriminatorLoss] == 1.25 && summary.measurement[.fakeProbability] == 0.25)
        #expect(summary.measurement[.residentBytes] == 701_000_704)
    }

    @Test func linesNameWhatWasMeasured() {
        #expect(measurements.summary() == "loss D 1.386 G 0.693  D(x) 0.51 D(G(z)) 0.49  300 images/s")
        #expect(measurements.summary(brief: true) == "D 1.39 G 0.69  D(x) 0.51 D(G(z)) 0.49  300 images/s")
        #expect(Measurements([.generatorLoss: 2, .fakeProbability: 1]).summary() == "loss G 2.000  D(G(z)) 1.00")
        #expect(Measurements().summary().isEmpty)
    }

    /// TensorBoard and legends tell measures apart by their names.
    @Test func everyMeasureHasWordsOfItsOwn() {
        let names = Measure.allCases.map(\.entry.name)
        #expect(Set(names.map(\.en)).count == names.count && Set(names.map(\.zh)).count == names.count)
        #expect(names.allSatisfy { !$0.en.isEmpty && !$0.zh.isEmpty })
    }

    @Test func meansAreOverThoseThatMeasured() {
        let steps = [1.0, nil, 4.0].map { loss in
            TrainingMeasurement(
                time: 0, step: 1, epoch: 1, imagesSeen: 1,
                measurements: Measurements(loss.map { [.generatorLoss: $0] } ?? [:]))
        }
        #expect(steps.mean(of: .generatorLoss) == 2.5)
        #expect(steps.mean(of: .discriminatorLoss) == nil)
    }
}

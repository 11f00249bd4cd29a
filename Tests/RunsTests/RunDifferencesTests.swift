import Runs
import Testing

/// Runs side by side, by their configurations and logs.
@Suite struct RunDifferencesTests {
    private func epochs(_ distances: [Double?], seconds: Double = 2) -> [EpochSummary] {
        distances.enumerated().map { place, distance in
            var measurements = Measurements()
            measurements[.distance] = distance
            measurements[.distanceError] = distance.map { _ in 1 }
            return EpochSummary(
                measurement: TrainingMeasurement(
                    time: 0, step: 10 * (place + 1), epoch: place + 1, imagesSeen: 0, measurements: measurements),
                seconds: seconds, sample: "")
        }
    }

    @Test func milestonesSayWhenEachRunCameSoNear() {
        let milestones = DistanceMilestone.all(of: [
            epochs([nil, 120, 60, 31, 40]), epochs([110, 90], seconds: 5), [],
        ])
        #expect(milestones.map(\.distance) == [150, 100, 70, 50])
        #expect(
            milestones.map { $0.reached.map { $0?.epoch } } == [
                [2, 1, nil], [3, 2, nil], [3, nil, nil], [4, nil, nil],
            ])
        #expect(
            milestones.map { $0.reached.map { $0?.seconds } } == [
                [4, 5, nil], [6, 10, nil], [6, nil, nil], [8, nil, nil],
            ])
        #expect(DistanceMilestone.all(of: [epochs([nil]), []]).isEmpty)
        #expect(DistanceMilestone.all(of: [epochs([0, .nan, -1])]).isEmpty)
    }

    @Test func settingsThatAllHaveAlikeAreLeftOut() {
        var (first, second) = (TrainingConfiguration(), TrainingConfiguration())
        #expect(SettingDifference.all(between: [first, second]).isEmpty)
        first.patience = 3
        second.width = 8
        let differences = SettingDifference.all(between: [first, second])
        #expect(Set(differences.map(\.setting)) == ["patience", "width"])
        #expect(differences.first { $0.setting == "patience" }?.values == ["3", "none"])
        #expect(differences.first { $0.setting == "width" }?.values == ["64", "8"])
    }
}

import Evaluation
import Testing
import Torch
import atelier_judge

/// What is said of 2,000 real cats that were damaged in known ways, beside others that were held out and trained on.
@Suite(.enabled(if: RealDrawingFiles.areThere), .serialized) struct DamageTests {
    init() throws { try Runtime.setThreadCount(1) }

    private func verdict(_ damage: Damage, seed: UInt64 = 0) throws -> [Finding.Kind] {
        let drawings = try DamagedDrawings(data: RealDrawingFiles.folder, seed: seed)
        return try Evaluation.evaluate(drawings.drawings(damage), against: drawings.real, seed: seed).evaluation.verdict
            .map(\.kind)
    }

    @Test(arguments: [
        (Damage.blur, Finding.Kind.toldApart), (.halvesSwapped, .toldApart), (.hole, .toldApart),
        (.fivePercentLions, .toldApart), (.modesDropped, .collapsed), (.birds, .otherSubject), (.noise, .notDrawings),
        (.tenPercentCopies, .copying), (.shiftedCopies, .copying), (.blurredCopies, .copying),
        (.allTheSame, .collapsed),
    ])
    func damageIsFound(damage: Damage, expected: Finding.Kind) throws {
        let found = try verdict(damage)
        #expect(found.first == expected, "\(found)")
        // Who only blurs new drawings copies none.
        #expect(found.contains(.copying) == (expected == .copying), "\(found)")
    }

    @Test func realDrawingsAreNotToldFromOthers() throws {
        let seeds = UInt64(1)...20
        let good = try seeds.filter { try verdict(.none, seed: $0) == [.good] }
        #expect(good.count >= 19, "\(good)")
    }
}

import Datasets
import Testing

/// Against NumPy: `a = numpy.load("cat.npy"); (a[i].astype(int) * (numpy.arange(784) + 1)).sum()`, and so on.
@Suite struct RealDataTests {
    /// The bytes that values came from, weighted by their places.
    func weightedSum(_ values: [Float]) -> Int {
        values.enumerated().reduce(0) { $0 + Int(($1.element * 127.5 + 127.5).rounded()) * ($1.offset + 1) }
    }

    @Test(.enabled(if: RealData.hasQuickDraw, "no drawings at \(RealData.quickDraw)")) func aFile() throws {
        let dataset = try Dataset.open([RealData.quickDraw + "/cat.npy"])
        #expect(dataset.count == 4959 && dataset.imageSize == 28 && dataset.channels == 1)
        let sums = try [0, 1, 2500, 4958].map { weightedSum(try dataset.images(at: [$0])) }
        #expect(sums == [17_469_916, 13_930_402, 16_296_518, 12_731_569])
        let row = try dataset.images(at: [4958])[280..<308].map { Int(($0 * 127.5 + 127.5).rounded()) }
        #expect(row == [0, 0, 0, 36, 248, 151] + [Int](repeating: 0, count: 18) + [165, 232, 5, 0])
        #expect(try DatasetSummary(of: dataset, samplesPerCategory: 4959).sampleCount == 4959)
    }

    /// `(a / 255).mean()` and `(a > 127).mean()`
    @Test(.enabled(if: RealData.hasQuickDraw, "no drawings at \(RealData.quickDraw)")) func ink() throws {
        let summary = try DatasetSummary(
            of: Dataset.open([RealData.quickDraw + "/cat.npy"]), samplesPerCategory: 4959)
        #expect(abs(summary.meanInk - 0.19892920467239122) < 1e-6)
        #expect(abs(summary.inkedFraction - 0.19920748093550789) < 1e-9)
    }

    /// The box filter as a matrix: `M @ ((a[0] - 127.5) / 127.5).reshape(28, 28) @ M.T`, M[i, j] the length of
    /// [28i/20, 28(i+1)/20] ∩ [j, j+1] over 28/20.
    @Test(.enabled(if: RealData.hasQuickDraw, "no drawings at \(RealData.quickDraw)")) func resized() throws {
        let path = RealData.quickDraw + "/cat.npy"
        let twenty = try Dataset.open([path], options: DatasetOptions(imageSize: 20)).images(at: [0])
        #expect(abs(twenty.reduce(0.0) { $0 + Double($1) } - -241.73669467787116) < 1e-3)
        let row: [Float] = [
            -0.9390156062424965, -0.7885554221688674, -0.551500600240096, 0.6168067226890748, 0.6094437775110041,
            0.6512204881952784, 0.6577831132452986, -0.12797118847539016, 0.36134453781512665, -0.2278511404561836,
        ]
        for (value, expected) in zip(twenty[145..<155], row) { #expect(abs(value - expected) < 1e-5) }
    }

    @Test(.enabled(if: RealData.hasQuickDraw, "no drawings at \(RealData.quickDraw)")) func aFolder() throws {
        let dataset = try Dataset.open([RealData.quickDraw], options: DatasetOptions(selectionTotal: 80_000))
        #expect(dataset.categories.map(\.name).prefix(3) == ["airplane", "alarm_clock", "apple"])
        #expect(dataset.categories.count == 16)
        #expect(dataset.categories.allSatisfy { $0.count == min($0.availableCount, 5000) })
        #expect(dataset.count == dataset.categories.reduce(0) { $0 + $1.count })
        let few = try Dataset.open([RealData.quickDraw], options: DatasetOptions(selectionTotal: 8000, seed: 3))
        #expect(few.categories.allSatisfy { $0.count == 500 })
    }

    /// `r = numpy.where(labels == 7)[0]`; `images[r[0]]` and `images[r[-1]]`, weighted as above.
    @Test(.enabled(if: RealData.hasFashionMNIST, "no \(SourceName.fashionMNISTFolder)")) func fashionMNIST() throws {
        let dataset = try Dataset.open(["fashion-mnist"])
        #expect(dataset.count == 60_000)
        #expect(
            dataset.categories.map(\.name) == [
                "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot",
            ])
        #expect(dataset.categories.allSatisfy { $0.count == 6000 })
        let sums = try [0, 5999, 42_000, 47_999, 54_000, 59_999].map { weightedSum(try dataset.images(at: [$0])) }
        #expect(sums == [31_851_581, 12_082_278, 14_111_019, 13_195_939, 35_954_273, 30_586_759])
    }
}

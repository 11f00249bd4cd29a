import Datasets
import Testing

@Suite struct AreaResizeTests {
    func resized(_ image: [Float], height: Int, width: Int, side: Int, channels: Int = 1) -> [Float] {
        var target = [Float](repeating: .nan, count: channels * side * side)
        image.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { buffer in
                AreaResize(height: height, width: width, side: side).apply(to: source, channels: channels, into: buffer)
            }
        }
        return target
    }

    @Test func halvesToTheMeanOfFour() {
        let image: [Float] = [
            1, -1, 0.5, 0.5,
            -1, -1, 0.5, 0.5,
            0, 0, -1, -1,
            1, 1, -1, 1,
        ]
        #expect(resized(image, height: 4, width: 4, side: 2) == [-0.5, 0.5, 0.5, -0.5])
    }

    /// Each of the 2 new columns covers 1.5 old ones: (1 · a + 0.5 · b) / 1.5.
    @Test func sharesPixelsByArea() {
        let row: [Float] = [1, -1, 0]
        let result = resized(row + row + row, height: 3, width: 3, side: 2)
        let left = Float((1 - 0.5) / 1.5)
        let right = Float(-0.5 / 1.5)
        for (value, expected) in zip(result, [left, right, left, right]) { #expect(abs(value - expected) < 1e-6) }
    }

    @Test func enlargesByWholeNumbersExactly() {
        #expect(
            resized([1, -1, 0.25, 0], height: 2, width: 2, side: 4)
                == [1, 1, -1, -1, 1, 1, -1, -1, 0.25, 0.25, 0, 0, 0.25, 0.25, 0, 0])
    }

    @Test func theSameSizeIsTheSameDrawing() {
        #expect(resized([1, -1, 0.25, 0], height: 2, width: 2, side: 2) == [1, -1, 0.25, 0])
    }

    /// A wide drawing has paper above and below, a high one left and right.
    @Test func whatIsNotSquareIsCentredOnPaper() {
        let ink: [Float] = [1, 1, 1, 1, 1, 1, 1, 1]
        let wide: [Float] = [-1, -1, -1, -1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1]
        #expect(resized(ink, height: 2, width: 4, side: 4) == wide)
        #expect(
            resized(ink, height: 4, width: 2, side: 4) == [
                -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1,
            ])
        #expect(resized(ink, height: 2, width: 4, side: 2) == [0, 0, 0, 0])
        // An odd margin: one row of four, so that one and a half rows of paper are on either side.
        #expect(resized([1, 1, 1, 1], height: 1, width: 4, side: 2) == [-0.5, -0.5, -0.5, -0.5])
        #expect(resized([1], height: 1, width: 1, side: 3) == [Float](repeating: 1, count: 9))
    }

    @Test func channelsAreKeptApart() {
        let image: [Float] = [1, 1, 1, 1, -1, -1, -1, -1, 0, 0, 1, 1]
        #expect(resized(image, height: 2, width: 2, side: 1, channels: 3) == [1, -1, 0.5])
    }

    @Test func extremesStayInRange() {
        for side in [3, 5, 7, 12, 28] {
            #expect(
                resized([Float](repeating: 1, count: 29 * 29), height: 29, width: 29, side: side).allSatisfy {
                    $0 <= 1 && $0 > 0.99999
                })
            #expect(
                resized([Float](repeating: -1, count: 29 * 29), height: 29, width: 29, side: side).allSatisfy {
                    $0 == -1
                })
        }
    }
}

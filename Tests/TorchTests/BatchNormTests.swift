import Testing
import Torch

/// Against Keras. Expected: `python Tests/Fixtures/make_torch_references.py`
@Suite struct BatchNormTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String { "\(shape)" }
        let shape: [Int]
        let output: [Double]
        /// With respect to x, gamma and beta.
        let gradients: [[Double]]
        let movingMean: [Double]
        let movingVariance: [Double]
        /// After the one step of training.
        let inference: [Double]
    }

    static let cases: [Case] = [
        Case(
            shape: [4, 3],
            output: [
                -0.41634929, 0.72469854, 2.2995977, 0.28507102, -2.2319274, -1.6425699, 0.98649132, 0.23192739,
                1.6425699, 0.14478695, -2.7246983, -2.2995977,
            ],
            gradients: [
                [
                    -0.20150614, 0.64460146, 0.48919016, 0.29855707, -1.1643882, 0.68305099, -0.18336815, -0.5603103,
                    -0.68305099, 0.086317189, 1.080097, -0.48919016,
                ],
                [1.7360153, -1.3551202, 0.65702796], [0.75, -0.75, -0.5],
            ],
            movingMean: [0.043749999, 0.0625, 0.0125],
            movingVariance: [0.97929686, 0.95781249, 0.95781249],
            inference: [
                -0.15084356, 1.202076, 2.016974, 0.48040614, -1.0957425, -1.0467839, 1.1116558, 0.81910622, 1.5063477,
                0.3541562, -1.4787122, -1.5574102,
            ]),
        Case(
            shape: [2, 3, 2, 2],
            output: [
                -0.72916454, 0.83749872, 0.48935133, 0.14120394, -2.2258854, -3.0786753, 0.75887942, -0.093910456,
                1.8277738, 0.43518424, -0.95740533, -2.3499949, 0.83749872, 0.48935133, 0.14120394, -0.20694345,
                -3.0786753, 0.75887942, -0.093910456, -0.94670045, 0.43518424, -0.95740533, -2.3499949, 3.9166582,
            ],
            gradients: [
                [
                    -0.17829084, -0.31080234, 0.14415812, 0.59911859, -0.66483295, 0.2816318, 0.7128849, -1.325415,
                    -1.1116791, 0.59739375, 2.3064666, -0.85852414, -0.13672866, 0.31823182, -0.44532359, 0.0096369088,
                    0.70802677, 1.13928, -0.89902008, 0.047444694, 1.2936885, -1.8713021, -0.16222936, -0.19381428,
                ],
                [1.7624962, 0.77284086, 1.3055527], [-0.5, -0.25, 0],
            ],
            movingMean: [0.065625004, 0.071874999, 0.0093750004],
            movingVariance: [0.95146483, 0.97724605, 0.95146483],
            inference: [
                -0.16786505, 0.98486614, 0.72870368, 0.47254115, -1.1090046, -1.8672979, 1.5450219, 0.7867285,
                1.5177627, 0.4931128, -0.53153718, -1.5561872, 0.98486614, 0.72870368, 0.47254115, 0.21637867,
                -1.8672979, 1.5450219, 0.7867285, 0.028435349, 0.4931128, -0.53153718, -1.5561872, 3.0547376,
            ]),
    ]

    private func layer() throws -> BatchNorm {
        let layer = try BatchNorm(features: 3, momentum: 0.9)
        try layer.gamma.copy(from: Tensor([0.5, 1.5, 2], shape: [3]))
        try layer.beta.copy(from: Tensor([0.25, -1, 0], shape: [3]))
        return layer
    }

    @Test(arguments: cases) func sameAsKeras(_ test: Case) throws {
        let layer = try layer()
        let x = try ramp(test.shape, 11, 3)
        try x.requireGradient(true)
        let output = try layer(x, training: true)
        #expect(output.shape == test.shape)
        #expect(try isClose(output.floats(), test.output))
        let loss = try (output * ramp(test.shape, 7, 3)).sum()
        let result = try gradients(of: loss, withRespectTo: [x, layer.gamma, layer.beta])
        for (gradient, expected) in zip(result, test.gradients) {
            #expect(try isClose(gradient.floats(), expected, tolerance: 2e-6))
        }
        #expect(try isClose(layer.movingMean.floats(), test.movingMean))
        #expect(try isClose(layer.movingVariance.floats(), test.movingVariance))
        #expect(try isClose(layer(x, training: false).floats(), test.inference))
        #expect(try isClose(layer.movingVariance.floats(), test.movingVariance))
    }

    @Test func channelsOfAViewInAnotherOrder() throws {
        let layer = try layer()
        let other = try self.layer()
        let rows = try ramp([2, 5, 4, 3], 11, 3)
        let view = try rows.permuted([0, 3, 1, 2])
        let y = try layer(view, training: true)
        let copied = try other(view.contiguous(), training: true)
        #expect(try isClose(y.floats(), copied.floats().map(Double.init)))
        #expect(try isClose(layer.movingVariance.floats(), other.movingVariance.floats().map(Double.init)))
    }

    /// The last batch may be of one image: its variance is 0.
    @Test func oneRow() throws {
        let layer = try layer()
        let output = try layer(Tensor([1, 2, 3], shape: [1, 3]), training: true)
        #expect(try isClose(output.floats(), [0.25, -1, 0], tolerance: 1e-4))
        #expect(try isClose(layer.movingMean.floats(), [0.1, 0.2, 0.3]))
        #expect(try isClose(layer.movingVariance.floats(), [0.9, 0.9, 0.9]))
    }

    @Test func wrongShapes() throws {
        let layer = try layer()
        #expect(
            failure { try layer(.ones([2, 4]), training: true) }
                == "batchNorm: expected 3 features, got 4; input [2, 4]")
        #expect(failure { try layer(.ones([2, 3, 4]), training: true) }.contains("expected [N, F] or [N, C, H, W]"))
        #expect(failure { try layer(.ones([0, 3]), training: true) }.contains("at least one element"))
    }
}

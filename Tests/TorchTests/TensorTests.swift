import Testing
import Torch

@Suite struct TensorTests {
    @Test func addition() throws {
        let a = try Tensor([1, 2, 3, 4], shape: [2, 2])
        #expect(try (a + a * 2.0).floats() == [3, 6, 9, 12])
    }
}

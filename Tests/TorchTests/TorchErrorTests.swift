import Testing
import Torch

@Suite struct TorchErrorTests {
    private func error(_ body: () throws -> Any) -> TorchError? {
        do { _ = try body() } catch { return error as? TorchError }
        return nil
    }

    @Test func carriesOperationAndShapes() throws {
        let (a, b) = try (Tensor.ones([2, 3]), Tensor.ones([2, 4]))
        let mismatch = try #require(error { try a + b })
        #expect(mismatch.code == .invalidArgument && mismatch.operation == "add")
        #expect(mismatch.shapes == [[2, 3], [2, 4]])
        #expect(mismatch.description.hasPrefix("add: The size of tensor a (3) must match"))
        #expect(mismatch.description.hasSuffix("; inputs [2, 3], [2, 4]"))
        #expect(!mismatch.description.contains("\n"))
        #expect(
            failure { try a.matmul(b) } == "matmul: expected 3 rows on the right, got 2; inputs [2, 3], [2, 4]")
        #expect(failure { try a.scalar() } == "scalar: expected 1 element, got 6; input [2, 3]")
        #expect(
            failure { try Tensor([1, 2], shape: [3]) } == "tensor: expected 3 float32 values for the shape [3], got 2")
    }

    @Test func wrongShapes() throws {
        let a = try Tensor.ones([2, 3])
        #expect(error { try a.reshaped([4]) }?.code == .invalidArgument)
        #expect(error { try a.reshaped([-1, -1]) }?.code == .invalidArgument)
        #expect(error { try a.permuted([0]) }?.code == .invalidArgument)
        #expect(error { try a.permuted([0, 0]) }?.code == .invalidArgument)
        #expect(error { try a.narrowed(dimension: 0, start: 1, length: 2) }?.code == .invalidArgument)
        #expect(error { try a.narrowed(dimension: 5, start: 0, length: 1) }?.code == .invalidArgument)
        #expect(error { try a.sum(dimensions: [2]) }?.code == .invalidArgument)
        #expect(error { try Tensor.concatenated([a, .ones([1])]) }?.code == .invalidArgument)
        #expect(error { try Tensor.concatenated([]) }?.code == .invalidArgument)
        #expect(error { try a.matmul(.ones([4])) }?.code == .invalidArgument)
        #expect(error { try a.reshaped([6]).transposed() }?.code == .invalidArgument)
        #expect(error { try a.padded(top: -1) }?.code == .invalidArgument)
        #expect(error { try a.add(.ones([4])) }?.code == .invalidArgument)
        #expect(error { try Tensor.zeros([0]).maximumValue() }?.code == .invalidArgument)
    }

    @Test func wrongTypes() throws {
        let integers = try Tensor.ones([2], dtype: .int64)
        #expect(failure { try integers.mean() }.hasPrefix("mean: "))
        #expect(error { try integers.matmul(.ones([2])) }?.code == .invalidArgument)
        #expect(error { try integers.dropout(rate: 0.5, random: .init(seed: 1)) } != nil)
        #expect(
            failure { try [UInt8(2)].withUnsafeBytes { try Tensor(bytes: $0, shape: [1], dtype: .bool) } }
                == "tensor: expected bytes of 0 or 1 for bool, got 2")
        #expect(
            failure { try [UInt8(2)].withUnsafeBytes { try Tensor(bytes: $0, shape: [1], dtype: .int64) } }
                == "tensor: expected 1 int64 values for the shape [1], got 1 bytes")
    }

    @Test func absurdShapes() throws {
        #expect(failure { try Tensor.zeros([-1]) } == "zeros: the shape [-1] has a negative extent")
        #expect(failure { try Tensor([], shape: [-1, -1]) }.contains("negative"))
        let overflow = try #require(error { try Tensor.ones([1 << 40, 1 << 40]) })
        #expect(overflow.message == "the shape [1099511627776, 1099511627776] has more elements than can be counted")
        let memory = try #require(error { try Tensor.ones([1 << 50]) })
        #expect(memory.code == .outOfMemory)
        #expect(
            memory.description.hasPrefix("ones: can't allocate memory: you tried to allocate 4503599627370496 bytes"))
        let product = try #require(error { try Tensor.ones([1 << 25, 1]) * Tensor.ones([1, 1 << 25]) })
        #expect(product.code == .outOfMemory && product.operation == "multiply")
    }

    @Test func devices() throws {
        #expect(try Device("cpu") == .cpu)
        #expect(try Device("cuda") == .cuda(0))
        #expect(try Device("cuda:1") == .cuda(1))
        #expect(try Device("mps") == .mps)
        for device in [Device.cpu, .cuda(0), .cuda(12), .mps] { #expect(try Device(device.description) == device) }
        for text in ["", "gpu", "cuda:", "cuda:-1", "cuda:1x", "cuda:200", "CPU"] {
            #expect(failure { try Device(text) }.contains("expected cpu, cuda, cuda:1 (or another index) or mps, got"))
        }
        let devices = Runtime.availableDevices()
        #expect(devices.first == .cpu)
        for absent in [Device.cuda(0), .cuda(100), .mps] where !devices.contains(absent) {
            #expect(error { try Tensor.ones([1]).moved(to: absent) }?.code == .unavailable)
            #expect(error { try Tensor.ones([1], device: absent) }?.code == .unavailable)
            #expect(error { try RandomGenerator(seed: 1, device: absent) }?.code == .unavailable)
        }
    }

    @Test func runtime() throws {
        #expect(Runtime.version.hasPrefix("2."))
        #expect(!Runtime.cpuCapability.isEmpty)
        let before = Runtime.threadCount
        #expect(before >= 1)
        for count in [0, -1, 5000] {
            #expect(failure { try Runtime.setThreadCount(count) }.contains("expected 1 to 4096 threads"))
        }
        try Runtime.setThreadCount(before)
        #expect(Runtime.threadCount == before)
    }
}

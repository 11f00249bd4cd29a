import Foundation
import Testing
import Torch

/// The sum of all bytes and a 31-fold of the earlier ones, modulo 2³².
struct PolynomialChecksum: SafetensorsChecksum {
    static let tensorName = "checksum"
    static let byteCount = 4
    private var value: UInt32 = 0

    init() {}

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { value = value &* 31 &+ UInt32(byte) }
    }

    var bytes: [UInt8] { withUnsafeBytes(of: value.littleEndian, Array.init) }
}

@Suite struct SafetensorsTests {
    private func tensors() throws -> [NamedTensor] {
        try [
            NamedTensor(name: "mask", tensor: ramp([3], 5, 2).cast(to: .bool)),
            NamedTensor(name: "kernel", tensor: ramp([2, 3], 11, 5)),
            NamedTensor(name: "half", tensor: ramp([5], 11, 5).cast(to: .bfloat16)),
            NamedTensor(name: "wide", tensor: ramp([2, 2], 11, 5).cast(to: .float64)),
            NamedTensor(name: "step", tensor: .full([], value: -7, dtype: .int64)),
            NamedTensor(name: "state", tensor: .full([13], value: 255, dtype: .uint8)),
            NamedTensor(name: "view", tensor: ramp([2, 3], 11, 5).transposed()),
            NamedTensor(name: "none", tensor: .zeros([4, 0])),
            NamedTensor(name: "naïve \"quoted\" \\ \u{1} 象", tensor: .ones([1])),
        ]
    }

    @Test func roundTrip() throws {
        try withTemporaryFolder { folder in
            let tensors = try tensors()
            let metadata = ["format": "pt", "note": "a\nb \"c\" \t 象 \u{1F418}"]
            try Safetensors.write(tensors: tensors, metadata: metadata, to: "\(folder)/a")
            let file = try Safetensors.read("\(folder)/a")
            #expect(file.metadata == metadata)
            #expect(file.tensors.count == tensors.count)
            for item in tensors {
                let read = try #require(file.tensor(named: item.name))
                #expect(try read.isEqual(to: item.tensor), "\(item.name)")
            }
            #expect(file.tensor(named: "absent") == nil)

            try Safetensors.write(tensors: tensors, metadata: metadata, to: "\(folder)/b")
            let contents = try ["a", "b"].map { try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")) }
            #expect(contents[0] == contents[1])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a", "b"])
        }
    }

    /// The bytes by the format's description, and Foundation's own reading of the header.
    @Test func bytesOfAFile() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/a.safetensors"
            let byte = try Tensor.full([1], value: 9, dtype: .uint8)
            try Safetensors.write(
                tensors: [NamedTensor(name: "b", tensor: byte), NamedTensor(name: "a", tensor: .ones([2]))],
                metadata: ["z": "1", "k": "2"], to: path)
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
            let header =
                #"{"__metadata__":{"k":"2","z":"1"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
                + #""b":{"dtype":"U8","shape":[1],"data_offsets":[8,9]}}"#
            let length = Int(bytes[0]) + Int(bytes[1]) << 8
            #expect(bytes[2..<8].allSatisfy { $0 == 0 } && length % 8 == 0)
            let text = String(decoding: bytes[8..<8 + length], as: UTF8.self)
            #expect(text.trimmingCharacters(in: .init(charactersIn: " ")) == header)
            #expect(Array(bytes[(8 + length)...]) == [0, 0, 128, 63, 0, 0, 128, 63, 9])
            #expect(try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) is [String: Any])
        }
    }

    @Test func checksum() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/a"
            let tensors = try tensors()
            try Safetensors.write(tensors: tensors, to: path, checksum: PolynomialChecksum.self)
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
            var expected = PolynomialChecksum()
            bytes.dropLast(4).withUnsafeBytes { expected.update($0) }
            #expect(Array(bytes.suffix(4)) == expected.bytes)
            #expect(try Safetensors.read(path, checksum: PolynomialChecksum.self).tensors.count == tensors.count)
            #expect(try Safetensors.read(path).tensors.last?.name == "checksum")

            // Any flipped bit and any cut is found.
            for position in stride(from: 0, to: bytes.count, by: 7) {
                var damaged = bytes
                damaged[position] ^= 1 << UInt8(position % 8)
                try Data(damaged).write(to: URL(fileURLWithPath: path))
                #expect(throws: SafetensorsError.self) {
                    try Safetensors.read(path, checksum: PolynomialChecksum.self)
                }
            }
            for count in [0, 1, 8, 100, bytes.count - 5, bytes.count - 1] {
                try Data(bytes.prefix(count)).write(to: URL(fileURLWithPath: path))
                #expect(throws: SafetensorsError.self) { try Safetensors.read(path) }
            }
            try Safetensors.write(tensors: tensors, to: path)
            #expect(
                failure { try Safetensors.read(path, checksum: PolynomialChecksum.self) }
                    == "\(path): the file does not end in a checksum \"checksum\"")
        }
    }

    @Test func whatCannotBeWritten() throws {
        try withTemporaryFolder { folder in
            let one = try Tensor.ones([1])
            for names in [["a", "a"], ["__metadata__"], ["checksum"]] {
                let tensors = names.map { NamedTensor(name: $0, tensor: one) }
                #expect(throws: SafetensorsError.self) {
                    try Safetensors.write(tensors: tensors, to: "\(folder)/a", checksum: PolynomialChecksum.self)
                }
            }
            #expect(
                failure { try Safetensors.write(tensors: [], to: "\(folder)/no/such") }.contains("\(folder)/no/such"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }
}

/// The type of the numbers in a `.npy` file.
struct NPYElement: Equatable {
    enum Kind: String {
        case bool = "b1"
        case uint8 = "u1"
        case uint16 = "u2"
        case uint32 = "u4"
        case uint64 = "u8"
        case int8 = "i1"
        case int16 = "i2"
        case int32 = "i4"
        case int64 = "i8"
        case float16 = "f2"
        case float32 = "f4"
        case float64 = "f8"
    }

    let kind: Kind
    let isBigEndian: Bool

    /// From NumPy's `descr`, such as `<f4`; nil for what is no number, such as `|O`.
    init?(descriptor: String) {
        let order = descriptor.first.flatMap { "<>|=".contains($0) ? $0 : nil }
        let name = order == nil ? descriptor : String(descriptor.dropFirst())
        let names = ["?": "b1", "B": "u1"]
        guard let kind = Kind(rawValue: names[name] ?? name) else { return nil }
        self.kind = kind
        isBigEndian = order == ">"
    }

    var byteCount: Int {
        switch kind {
        case .bool, .uint8, .int8: 1
        case .uint16, .int16, .float16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64: 8
        }
    }

    /// Writes the number that each `byteCount` of `bytes` stand for into `values`.
    func convert(_ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Double>) {
        switch kind {
        case .bool: convert(bytes, into: values) { (stored: UInt8) in stored == 0 ? 0 : 1 }
        case .uint8: convert(bytes, into: values) { (stored: UInt8) in Double(stored) }
        case .uint16: convert(bytes, into: values) { (stored: UInt16) in Double(stored) }
        case .uint32: convert(bytes, into: values) { (stored: UInt32) in Double(stored) }
        case .uint64: convert(bytes, into: values) { (stored: UInt64) in Double(stored) }
        case .int8: convert(bytes, into: values) { (stored: Int8) in Double(stored) }
        case .int16: convert(bytes, into: values) { (stored: Int16) in Double(stored) }
        case .int32: convert(bytes, into: values) { (stored: Int32) in Double(stored) }
        case .int64: convert(bytes, into: values) { (stored: Int64) in Double(stored) }
        case .float16: convert(bytes, into: values) { (stored: UInt16) in Double(Float16(bitPattern: stored)) }
        case .float32: convert(bytes, into: values) { (stored: UInt32) in Double(Float(bitPattern: stored)) }
        case .float64: convert(bytes, into: values) { (stored: UInt64) in Double(bitPattern: stored) }
        }
    }

    @inline(__always)
    private func convert<Stored: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Double>, _ number: (Stored) -> Double
    ) {
        let size = MemoryLayout<Stored>.size
        precondition(bytes.count == values.count * size, "a value for each number")
        for index in 0..<values.count {
            let stored = bytes.loadUnaligned(fromByteOffset: index * size, as: Stored.self)
            values[index] = number(isBigEndian ? Stored(bigEndian: stored) : Stored(littleEndian: stored))
        }
    }
}

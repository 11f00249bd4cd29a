import Testing

/// An event of TensorBoard's, read without the code that wrote it.
struct WireEvent {
    let step: Int
    let version: String?
    /// The encoded values by tag, of curves only.
    let values: [String: [UInt8]]
    /// Sorted.
    let tags: [String]
    let picture: [UInt8]?
    let isStart: Bool

    private init(_ message: WireMessage) throws {
        step = message.numbers(2).first ?? 0
        version = message.texts(3).first
        isStart = try message.messages(7).first?.numbers(1) == [1]
        let values = try message.messages(5).first?.messages(1) ?? []
        tags = values.flatMap { $0.texts(1) }.sorted()
        self.values = Dictionary(
            values.compactMap { value in value.bytes(2).first.map { (value.texts(1)[0], $0) } },
            uniquingKeysWith: { $1 })
        picture = try values.compactMap { try $0.messages(4).first?.bytes(4).first }.first
    }

    /// The events of a file: records of a length, its checksum, data, and their checksum.
    static func read(_ bytes: [UInt8]) throws -> [WireEvent] {
        var events: [WireEvent] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let head = Array(rest.prefix(8))
            let length = head.reversed().reduce(0) { $0 << 8 | Int($1) }
            try #require(rest.count >= 16 + length)
            let data = Array(rest.dropFirst(12).prefix(length))
            #expect(Array(rest.dropFirst(8).prefix(4)) == maskedChecksum(head))
            #expect(Array(rest.dropFirst(12 + length).prefix(4)) == maskedChecksum(data))
            events.append(try WireEvent(WireMessage(data)))
            rest = rest.dropFirst(16 + length)
        }
        return events
    }

    /// CRC-32C bit by bit, masked as TensorFlow's record files say.
    private static func maskedChecksum(_ bytes: [UInt8]) -> [UInt8] {
        #expect(checksum(Array("123456789".utf8)) == 0xE306_9283)
        let value = checksum(bytes)
        let masked = ((value >> 15) | (value << 17)) &+ 0xA282_EAD8
        return (0..<4).map { UInt8(truncatingIfNeeded: masked >> (8 * $0)) }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var value = ~UInt32(0)
        for bit in bytes.flatMap({ byte in (0..<8).map { UInt32(byte >> $0 & 1) } }) {
            value = (value ^ bit) & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1
        }
        return ~value
    }
}

/// A checksum over every byte of a safetensors file before it, kept in the file as its last tensor: uint8
/// [``byteCount``] named ``tensorName``. Other readers see it as a tensor like the rest.
public protocol SafetensorsChecksum {
    static var tensorName: String { get }
    static var byteCount: Int { get }

    init()
    /// Takes the file's next bytes in.
    mutating func update(_ bytes: UnsafeRawBufferPointer)
    /// The checksum of what was taken in, ``byteCount`` bytes.
    var bytes: [UInt8] { get }
}

/// The safetensors format: an 8-byte little-endian length, a JSON header of that length that names each tensor's type,
/// shape and place, then the tensors' bytes without gaps.
public enum Safetensors {
    /// The longest header that the format allows, in bytes.
    static let maximumHeaderByteCount = 100_000_000

    /// The key of the header that holds not a tensor but the metadata.
    static let metadataKey = "__metadata__"
}

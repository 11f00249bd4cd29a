import HDF5Shim
import Torch

/// An HDF5 file that is being made in memory. Equal contents give equal bytes.
struct HDF5Image: ~Copyable {
    private let handle: OpaquePointer

    struct Failure: Error {}

    /// The bytes of the file that `body` fills. Throws ``Failure`` where the library fails.
    static func bytes(_ body: (borrowing HDF5Image) throws -> Void) throws -> [UInt8] {
        try HDF5Library.use {
            let image = try HDF5Image()
            try body(image)
            return try image.finish()
        }
    }

    private init() throws {
        guard let handle = hs_image_create() else { throw Failure() }
        self.handle = handle
    }

    deinit { hs_image_free(handle) }

    /// Makes the group `path`, such as `layers/dense`, and those above it.
    func addGroup(_ path: String) throws {
        try check(hs_image_group(handle, path))
    }

    /// Gives a group an attribute; the root's path is empty.
    func addText(_ text: String, named name: String, to path: String) throws {
        try check(hs_image_text(handle, path, name, text))
    }

    func addTexts(_ texts: [String], named name: String, to path: String) throws {
        try check(hs_image_texts(handle, path, name, texts.flatMap { Array($0.utf8CString) }, Int32(texts.count)))
    }

    /// Makes a data set of a float32 tensor's elements, and the groups above it.
    func addNumbers(_ tensor: Tensor, path: String) throws {
        let shape = tensor.shape.map(Int64.init)
        try tensor.withUnsafeBytes { bytes in
            try check(
                hs_image_numbers(
                    handle, path, shape, Int32(shape.count), bytes.assumingMemoryBound(to: Float.self).baseAddress))
        }
    }

    private func finish() throws -> [UInt8] {
        let size = hs_image_finish(handle)
        guard size > 0 else { throw Failure() }
        return try [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
            try check(hs_image_copy(handle, buffer.baseAddress, size))
            count = Int(size)
        }
    }

    private func check(_ succeeded: Bool) throws {
        guard succeeded else { throw Failure() }
    }
}

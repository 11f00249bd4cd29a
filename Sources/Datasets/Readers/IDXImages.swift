/// The drawings of an IDX file, 0 (paper) to 255 (ink); all, or those in the rows given.
struct IDXImages: ImageSource {
    let height: Int
    let width: Int
    let channels = 1
    let count: Int

    private let file: IDXFile
    /// 4 bytes a drawing; nil for all.
    private let rows: [UInt32]?

    init(path: String) throws(DatasetError) {
        self.init(file: try IDXFile(path: path, rank: 3), rows: nil)
    }

    private init(file: IDXFile, rows: [UInt32]?) {
        self.file = file
        self.rows = rows
        count = rows?.count ?? file.dimensions[0]
        height = file.dimensions[1]
        width = file.dimensions[2]
    }

    /// Some of these drawings.
    func selecting(_ rows: [UInt32]) -> IDXImages { IDXImages(file: file, rows: rows) }

    func readImage(at index: Int, into pixels: UnsafeMutableBufferPointer<Float>) throws {
        precondition(index >= 0 && index < count, "drawing \(index) of \(count)")
        let row = rows.map { Int($0[index]) } ?? index
        try file.withBytes(at: row * valuesPerImage, count: valuesPerImage) { bytes in
            PixelScaling.scale(bytes, channels: 1, into: pixels)
        }
    }
}

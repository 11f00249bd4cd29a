/// Picture files that make up a category: white becomes paper, black ink, in colour channel by channel.
struct PictureFiles {
    /// In the order of their names.
    let paths: [String]

    /// The sizes that occur. Files that cannot be read go to `report`.
    func sizes(_ report: OpeningReport) -> Set<PictureFile.Size> {
        let found = concurrentMap(paths) { path in
            Result { () throws(DatasetError) in try PictureFile.size(of: path) }
        }
        return Set(found.compactMap { try? $0.get() })
    }

    /// Decodes all pictures and resizes them by area to `side`, on paper. Only the new ones stay in memory, in one channel
    /// where all pixels are grey. Files that cannot be read go to `report`.
    ///
    /// - Parameters:
    ///   - areScans: Whether the drawing is taken off the paper first (``ScannedPage``).
    ///   - isLightOnDark: Whether white is ink; what is transparent is black then.
    func open(
        side: Int, areScans: Bool, isLightOnDark: Bool, _ report: OpeningReport
    ) throws(DatasetError) -> PictureArray {
        let decoded = concurrentMap(paths) { path in
            Result { () throws(DatasetError) in
                let picture = try PictureFile.decode(contentsOf: path, background: isLightOnDark ? 0 : 255)
                guard areScans else { return Self.ink(of: picture, side: side, isLightOnDark: isLightOnDark) }
                let drawing = ScannedPage(picture, isLightOnDark: isLightOnDark).drawing(side: side)
                return Self.ink(of: drawing, side: side, isLightOnDark: false)
            }
        }
        var pictures: [[UInt8]] = []
        pictures.reserveCapacity(decoded.count)
        for result in decoded {
            switch result {
            case .success(let picture): pictures.append(picture)
            case .failure(let error): try report.add(damaged: error)
            }
        }
        return PictureArray(pictures, side: side)
    }

    private static func ink(of picture: Bitmap, side: Int, isLightOnDark: Bool) -> [UInt8] {
        let ink = AreaResize(height: picture.height, width: picture.width, side: side)
            .ink(of: picture, isLightOnDark: isLightOnDark)
        guard picture.channels == 3 else { return ink }
        let starts = stride(from: 0, to: ink.count, by: 3)
        let isGrey = starts.allSatisfy { ink[$0] == ink[$0 + 1] && ink[$0] == ink[$0 + 2] }
        return isGrey ? starts.map { ink[$0] } : ink
    }
}

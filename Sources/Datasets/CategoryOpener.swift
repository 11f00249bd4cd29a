/// Opens the drawings of categories, all at one size where they have none of their own.
struct CategoryOpener {
    let options: DatasetOptions
    let report: OpeningReport

    typealias Category = (name: String, path: String, source: any ImageSource)

    func open(_ candidates: [CategoryCandidate]) throws -> [Category] {
        // Arrays first: pictures beside them take their size.
        let arrays = try candidates.map { candidate -> (any ImageSource)? in
            guard case .array(let open) = candidate.content else { return nil }
            return try listed(candidate) {
                let source = try open()
                guard options.isInverted || options.isTransposed else { return source }
                return AdjustedDrawings(
                    source: source, isInverted: options.isInverted, isTransposed: options.isTransposed)
            }
        }
        let scans = candidates.map(self.scans)
        let side = try self.side(for: candidates, beside: arrays.compactMap { $0 }, scans: scans)
        var found: [Category] = []
        for (index, (candidate, array)) in zip(candidates, arrays).enumerated() {
            let source: (any ImageSource)? =
                switch candidate.content {
                case .array: array
                case .pictures(let files): try pictures(files, side: side, areScans: scans[index] != nil)
                case .strokes(let open): try listed(candidate) { try open().drawn(side: side) }
                }
            if let source { found.append((candidate.name, candidate.path, source)) }
            if let scan = scans[index], source != nil { noteScans(of: candidate, scan, side: side) }
        }
        return inOneColour(found)
    }

    /// What was found of a category's pictures, where they are scans of drawings and not to be left as they are.
    private func scans(of candidate: CategoryCandidate) -> ScanCheck? {
        guard !options.keepsPaper, case .pictures(let files) = candidate.content else { return nil }
        return ScanCheck(files, isLightOnDark: options.isInverted)
    }

    private func noteScans(of candidate: CategoryCandidate, _ scan: ScanCheck, side: Int) {
        report.scans.append(candidate.name)
        report.note(
            "\(candidate.path): its pictures look like scanned drawings; their paper, of grey levels from"
                + " \(scan.paper.lowerBound) to \(scan.paper.upperBound), becomes white, and each is cropped to its ink, at"
                + " \(side)×\(side); --keep-paper leaves them as they are, --image-size sets another size")
    }

    private func pictures(_ files: PictureFiles, side: Int, areScans: Bool) throws -> (any ImageSource)? {
        let pictures = try files.open(side: side, areScans: areScans, isLightOnDark: options.isInverted, report)
        guard pictures.count > 0 else { return nil }
        return options.isTransposed
            ? AdjustedDrawings(source: pictures, isInverted: false, isTransposed: true) : pictures
    }

    /// What `open` gives; of a file among others in a folder nothing where it cannot be read, and the report is told.
    private func listed(_ candidate: CategoryCandidate, _ open: () throws -> any ImageSource) throws -> (
        any ImageSource
    )? {
        do {
            return try open()
        } catch let error as DatasetError where candidate.isListed {
            try report.add(damaged: error)
            return nil
        }
    }

    /// The side of what has no size of its own.
    private func side(
        for candidates: [CategoryCandidate], beside arrays: [any ImageSource], scans: [ScanCheck?]
    ) throws -> Int {
        if let side = options.imageSize { return side }
        if let array = arrays.first, options.allows(array.height) { return array.height }
        // How finely a page was scanned says nothing of how large its drawing should be.
        if scans.contains(where: { $0 != nil }) { return options.size(near: DatasetOptions.ownSize) }
        var sizes: Set<PictureFile.Size> = []
        var paths: [String] = []
        for case .pictures(let files) in candidates.map(\.content) {
            sizes.formUnion(files.sizes(report))
            paths.append(PathName.folder(of: files.paths[0]))
        }
        let path = paths.count == 1 ? paths[0] : "\(PathName.folder(of: paths.first ?? ""))"
        guard let found = PictureSide(of: sizes, options: options, path: path) else {
            return options.size(near: DatasetOptions.ownSize)
        }
        if let notice = found.notice { report.note(notice) }
        return found.side
    }

    /// Where any drawing has colour, grey pictures take three equal channels.
    private func inOneColour(_ categories: [Category]) -> [Category] {
        guard categories.contains(where: { $0.source.channels == 3 }) else { return categories }
        return categories.map { category in
            let source: any ImageSource =
                switch category.source {
                case let pictures as PictureArray: pictures.inColour()
                case let adjusted as AdjustedDrawings:
                    AdjustedDrawings(
                        source: (adjusted.source as? PictureArray)?.inColour() ?? adjusted.source,
                        isInverted: adjusted.isInverted, isTransposed: adjusted.isTransposed)
                default: category.source
                }
            return (category.name, category.path, source)
        }
    }
}

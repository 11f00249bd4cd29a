extension Dataset {
    /// Opens files, folders and named sources, each giving one or more categories; files in a folder are taken in the
    /// order of their names.
    ///
    /// Of arrays of bytes only headers and labels are read here; of other arrays every number is looked at, and pictures
    /// are decoded and kept at their new size. Throws ``DatasetError``.
    public static func open(_ sources: [String], options: DatasetOptions = DatasetOptions()) throws -> Dataset {
        try options.validate()
        let report = OpeningReport(skipsDamaged: options.skipsDamaged)
        let opener = SourceOpener(options: options, report: report)
        var candidates: [CategoryCandidate] = []
        for source in sources { candidates += try opener.candidates(of: try SourceName(source)) }
        candidates = try chosen(withDistinctNames(candidates), options: options)
        let found = try CategoryOpener(options: options, report: report).open(candidates)
        try report.finish()
        var dataset = try dataset(of: found, options: options, notices: report.notices)
        dataset.scannedCategories = report.scans
        return dataset
    }

    /// A data set of drawings from elsewhere, such as memory: a category each.
    public static func of(
        _ categories: [(name: String, source: any ImageSource)], options: DatasetOptions = DatasetOptions()
    ) throws -> Dataset {
        try options.validate()
        return try dataset(of: categories.map { ($0.name, $0.name, $0.source) }, options: options)
    }

    private static func dataset(
        of categories: [(name: String, path: String, source: any ImageSource)], options: DatasetOptions,
        notices: [String] = []
    ) throws -> Dataset {
        guard let first = categories.first else {
            throw DatasetError(
                .missing, path: "the list of sources",
                "is empty, expected at least one; name a file, folder or quickdraw:NAME")
        }
        for category in categories where category.source.count == 0 {
            throw DatasetError(
                .malformed, path: category.path,
                "holds no drawings, expected at least one; download it again or leave it out")
        }
        for category in categories where category.source.channels != first.source.channels {
            throw DatasetError(
                .malformed, path: category.path,
                "has \(colour(category.source)) drawings where \(first.path) has \(colour(first.source)) ones;"
                    + " train on one kind at a time")
        }
        let imageSize = try commonSize(of: categories, options: options)
        let counts = DatasetSelection.counts(of: categories.map(\.source.count), options: options)
        // Only files with holes, of exabytes, come to so many.
        guard counts.reduce(0.0, { $0 + Double($1) }) < Double(1 << 60) else {
            throw DatasetError(
                .malformed, path: first.path, "and the other sources hold more drawings than can be counted; name fewer"
            )
        }
        let parts = zip(categories, counts).enumerated().map { index, element in
            let (category, count) = element
            return DatasetPart(
                name: category.name, path: category.path, source: category.source, imageSize: imageSize, count: count,
                seed: Mixing.seed(options.seed, use: .selection, index: index))
        }
        var dataset = Dataset(parts: parts, imageSize: imageSize, channels: first.source.channels)
            .holdingOut(options.heldOutShare, most: DatasetOptions.mostHeldOut, seed: options.seed)
        dataset.notices = try notices + DrawingsCheck.notices(of: dataset)
        return dataset
    }

    private static func colour(_ source: any ImageSource) -> String { source.channels == 1 ? "grey" : "colour" }

    private static func commonSize(
        of categories: [(name: String, path: String, source: any ImageSource)], options: DatasetOptions
    ) throws(DatasetError) -> Int {
        if let size = options.imageSize { return size }
        let (height, width) = (categories[0].source.height, categories[0].source.width)
        for (_, path, source) in categories {
            let size = "\(source.height)×\(source.width)"
            guard source.height == source.width else {
                throw DatasetError(
                    .malformed, path: path,
                    "has drawings of \(size) pixels, expected square ones; have them resized, such as by --image-size 32"
                )
            }
            guard source.height == height, source.width == width else {
                throw DatasetError(
                    .malformed, path: path,
                    "has drawings of \(size) pixels where \(categories[0].path) has \(height)×\(width);"
                        + " have them resized, such as by --image-size \(options.size(near: height))")
            }
            guard options.allows(source.height) else {
                throw DatasetError(
                    .malformed, path: path,
                    "has drawings of \(size) pixels, expected a multiple of \(options.imageSizeDivisor) from"
                        + " \(options.imageSizes.lowerBound) to \(options.imageSizes.upperBound); have them resized, such as by"
                        + " --image-size \(options.size(near: source.height))")
            }
        }
        return height
    }

    private static func chosen(
        _ candidates: [CategoryCandidate], options: DatasetOptions
    ) throws(DatasetError) -> [CategoryCandidate] {
        guard !options.categories.isEmpty, !candidates.isEmpty else { return candidates }
        let names = candidates.map(\.name)
        for wanted in options.categories where !names.contains(wanted) {
            let near = NearNames.of(wanted, among: names)
            let shown =
                names.prefix(12).joined(separator: ", ") + (names.count > 12 ? " and \(names.count - 12) more" : "")
            throw DatasetError(
                .missing, path: "--categories",
                "names '\(wanted)', which is not among the categories found; "
                    + (near.isEmpty ? "choose from \(shown)" : "did you mean \(near.joined(separator: ", "))?"))
        }
        return candidates.filter { options.categories.contains($0.name) }
    }

    /// Categories of one name take those of their folders before it, where that tells them apart.
    private static func withDistinctNames(_ candidates: [CategoryCandidate]) throws(DatasetError) -> [CategoryCandidate]
    {
        let counts = Dictionary(candidates.map { ($0.name, 1) }, uniquingKeysWith: +)
        let renamed = candidates.map { candidate in
            var candidate = candidate
            if counts[candidate.name, default: 0] > 1, let longName = candidate.longName { candidate.name = longName }
            return candidate
        }
        var paths: [String: String] = [:]
        for candidate in renamed {
            if let other = paths.updateValue(candidate.path, forKey: candidate.name) {
                throw DatasetError(
                    .malformed, path: candidate.path,
                    "gives the category '\(candidate.name)', as \(other) does, expected each once; rename or leave out one"
                )
            }
        }
        return renamed
    }
}

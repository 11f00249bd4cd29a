extension Dataset {
    /// Opens files, folders and named sources, each giving one or more categories; files in a folder are taken in the
    /// order of their names.
    ///
    /// Only headers and labels are read here, except for PNG images, which are decoded. Throws ``DatasetError``.
    public static func open(_ sources: [String], options: DatasetOptions = DatasetOptions()) throws -> Dataset {
        try options.validate()
        var candidates: [CategoryCandidate] = []
        for source in sources {
            candidates += try SourceOpener(options: options).candidates(of: try SourceName(source))
        }
        candidates = try chosen(candidates, options: options)
        try requireDistinctNames(candidates)
        let opened = try inOneColour(candidates.map { try $0.open() })
        return try dataset(of: zip(candidates, opened).map { ($0.name, $0.path, $1) }, options: options)
    }

    /// A data set of drawings from elsewhere, such as memory: a category each.
    public static func of(
        _ categories: [(name: String, source: any ImageSource)], options: DatasetOptions = DatasetOptions()
    ) throws -> Dataset {
        try options.validate()
        return try dataset(of: categories.map { ($0.name, $0.name, $0.source) }, options: options)
    }

    private static func dataset(
        of categories: [(name: String, path: String, source: any ImageSource)], options: DatasetOptions
    ) throws(DatasetError) -> Dataset {
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
        return Dataset(parts: parts, imageSize: imageSize, channels: first.source.channels)
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
                        + " have them resized, such as by --image-size \(DatasetOptions.size(near: height))")
            }
            guard DatasetOptions.imageSizes.contains(source.height), source.height % 4 == 0 else {
                throw DatasetError(
                    .malformed, path: path,
                    "has drawings of \(size) pixels, expected a multiple of 4 up to"
                        + " \(DatasetOptions.imageSizes.upperBound); have them resized, such as by"
                        + " --image-size \(DatasetOptions.size(near: source.height))")
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

    private static func requireDistinctNames(_ candidates: [CategoryCandidate]) throws(DatasetError) {
        var paths: [String: String] = [:]
        for candidate in candidates {
            if let other = paths.updateValue(candidate.path, forKey: candidate.name) {
                throw DatasetError(
                    .malformed, path: candidate.path,
                    "gives the category '\(candidate.name)', as \(other) does, expected each once; rename or leave out one"
                )
            }
        }
    }

    /// Where any drawing has colour, grey PNG images take three equal channels.
    private static func inOneColour(_ sources: [any ImageSource]) -> [any ImageSource] {
        guard sources.contains(where: { $0.channels == 3 }) else { return sources }
        return sources.map { ($0 as? PixelArray)?.inColour() ?? $0 }
    }
}

/// Whether pictures are scans or photographs of drawings on paper, by some of them.
struct ScanCheck {
    /// The grey levels of their paper, from the darkest to the brightest, 0 to 255.
    let paper: ClosedRange<Int>

    private static let samples = 24
    /// So many of the samples must look like scans.
    private static let share = 0.75

    /// Nil where most are none, or are too small. Files that cannot be read are passed over here.
    init?(_ files: PictureFiles, isLightOnDark: Bool) {
        let count = min(Self.samples, files.paths.count)
        let paths = (0..<count).map { files.paths[$0 * files.paths.count / count] }
        let looks = concurrentMap(paths) { path -> ScannedPage.Look? in
            guard let size = try? PictureFile.size(of: path), max(size.height, size.width) >= ScannedPage.shortestSide,
                let picture = try? PictureFile.decode(contentsOf: path, background: isLightOnDark ? 0 : 255)
            else { return nil }
            return ScannedPage(picture, isLightOnDark: isLightOnDark).look
        }
        let scans = looks.compactMap(\.self).filter(\.isScan)
        let darkest = scans.map(\.paper.darkest).min()
        let brightest = scans.map(\.paper.brightest).max()
        guard let darkest, let brightest, Double(scans.count) >= Self.share * Double(looks.count) else { return nil }
        paper = Int(darkest)...Int(brightest)
    }
}

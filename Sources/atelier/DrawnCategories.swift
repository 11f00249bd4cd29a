import GAN
import Runs

/// The categories that drawings are to be of.
struct DrawnCategories {
    /// Indices among the generator's classes; empty for a generator that knows none.
    private let indices: [Int]
    private let classCount: Int

    /// Those that `names` lists, all of them without. Throws `ConfigurationError` for a category that the generator,
    /// which came from `path`, does not draw.
    init(_ names: String?, of sampler: Sampler, from path: String) throws(ConfigurationError) {
        classCount = sampler.classes.count
        guard let names else {
            indices = Array(sampler.classes.indices)
            return
        }
        guard !sampler.classes.isEmpty else {
            throw ConfigurationError(
                "--category is \(names), but the generator of \(path) knows no categories; "
                    + "leave the flag out, or train one on several categories with --no-unconditional")
        }
        var indices: [Int] = []
        for name in [String](separatedByCommas: names) {
            guard let index = sampler.classes.firstIndex(of: name) else {
                throw ConfigurationError(
                    "--category is \(name), which \(path) does not draw; expected \(sampler.classes.joined(separator: ", "))"
                )
            }
            indices.append(index)
        }
        guard !indices.isEmpty else {
            throw ConfigurationError("--category is empty; expected \(sampler.classes.joined(separator: ", "))")
        }
        self.indices = indices
    }

    /// The labels of `count` drawings in rows of `columns`, a row a category in turn; nil for a generator that knows
    /// none. `turned`, from 0 up to 1, is how far each has gone on a way through all the categories and back.
    func labels(count: Int, columns: Int, turned: Double? = nil) -> [[Float]]? {
        let labels = (0..<count).compactMap { label(ofRow: $0 / columns, turned: turned ?? 0) }
        return labels.isEmpty ? nil : labels
    }

    /// The label of the drawings in a row; nil for a generator that knows none.
    func label(ofRow row: Int, turned: Double = 0) -> [Float]? {
        guard !indices.isEmpty else { return nil }
        let place = Double(row) + turned * Double(indices.count)
        let (from, share) = (Int(place), Float(place - place.rounded(.down)))
        var label = [Float](repeating: 0, count: classCount)
        label[indices[from % indices.count]] += 1 - share
        label[indices[(from + 1) % indices.count]] += share
        return label
    }
}

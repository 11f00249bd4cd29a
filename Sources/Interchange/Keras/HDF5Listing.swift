/// What an HDF5 file holds, and where in the file its numbers lie.
struct HDF5Listing {
    /// A data set.
    struct Numbers {
        /// With its groups, such as `dense/dense/kernel:0`.
        let path: String
        /// `float32`, or a few words for any other.
        let type: String
        /// `plain` where the numbers lie from `offset` on as they are, or a few words for any other.
        let layout: String
        /// In bytes from the file's beginning; less than 0 where nothing was stored.
        let offset: Int
        let shape: [Int]
    }

    /// The attributes `layer_names…` and `weight_names…`, by the group's path and the attribute's name.
    var texts: [String: [String: [String]]] = [:]
    /// The data sets by their paths.
    var numbers: [String: Numbers] = [:]

    /// The list of names in an attribute of `group`, also where it was too long for one and became `name0`, `name1`, …
    func names(_ name: String, of group: String) -> [String]? {
        guard let attributes = texts[group] else { return nil }
        if let whole = attributes[name] { return whole }
        guard var all = attributes["\(name)0"] else { return nil }
        var part = 1
        while let more = attributes["\(name)\(part)"] {
            all += more
            part += 1
        }
        return all
    }
}

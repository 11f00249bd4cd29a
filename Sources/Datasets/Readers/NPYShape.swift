/// Tells which shapes of arrays are drawings, and what to do about the others.
enum NPYShape {
    /// The shape of one drawing of an array of `shape`, N first.
    static func checked(_ shape: [Int], path: String) throws(DatasetError) -> ImageShape {
        let text = description(of: shape)
        guard shape.allSatisfy({ $0 >= 0 }) else {
            throw DatasetError(
                .malformed, path: path, "declares the impossible shape \(text); save it anew by numpy.save")
        }
        guard shape.first != 0 else {
            throw DatasetError(
                .malformed, path: path,
                "holds no drawings (shape \(text)), expected at least one; download it again or leave it out")
        }
        if let (found, advice) = mistaken(shape) {
            throw DatasetError(.malformed, path: path, "\(found) (shape \(text)), expected N first; \(advice)")
        }
        if let image = ImageShape(Array(shape.dropFirst())) { return image }
        guard shape.count > 1 else {
            throw DatasetError(
                .notDrawings, path: path,
                "has the shape \(text), expected drawings, such as (N, 784) or (N, H, W); leave it out")
        }
        throw DatasetError(
            .malformed, path: path,
            "has the shape \(text), expected (N, 784) or another square, (N, H, W), (N, H, W, C) or (N, C, H, W) with a C"
                + " of 1 or 3 and sides up to \(ImageShape.maximumSide); save an array of such a shape")
    }

    /// What an array looks like that a transpose or an index would mend, rather than a reshape.
    private static func mistaken(_ shape: [Int]) -> (found: String, advice: String)? {
        let sides = 8...ImageShape.maximumSide
        switch shape.count {
        case 2 where shape[0] == shape[1] && sides.contains(shape[0]) && ImageShape.squareRoot(shape[1]) == nil:
            return ("is one drawing", "save drawing[numpy.newaxis]")
        case 2 where ImageShape.squareRoot(shape[0]).map(sides.contains) == true && ImageShape([shape[1]]) == nil:
            return ("has a column for each drawing", "save drawings.T")
        case 3 where shape[0] == shape[1] && shape[2] != shape[0] && sides.contains(shape[0]):
            // (H, W, 1) and (H, W, 3) are one drawing.
            guard shape[2] != 1, shape[2] != 3 else { return ("is one drawing", "save drawing[numpy.newaxis]") }
            return ("has the drawings along its last axis", "save numpy.moveaxis(drawings, -1, 0)")
        case 4 where (shape[3] == 4 || shape[3] == 2) && sides.contains(shape[1]) && sides.contains(shape[2]):
            return ("has drawings with alpha", "lay them on white and save drawings[..., :\(shape[3] - 1)]")
        default:
            return nil
        }
    }

    /// As Python writes it; of more dimensions than drawings have, the first.
    private static func description(of shape: [Int]) -> String {
        let dimensions = shape.prefix(6).map(String.init) + (shape.count > 6 ? ["…"] : [])
        return "(" + dimensions.joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
    }
}

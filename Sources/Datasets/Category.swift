/// One kind of drawing in a data set. The label of its drawings is its place among the data set's categories.
public struct Category: Sendable, Equatable, Encodable {
    /// Such as `cat`: what files, folders or labels call it.
    public let name: String
    /// The drawings that the data set takes from it.
    public let count: Int
    /// The drawings that its file or folder holds.
    public let availableCount: Int
    /// The file or folder it comes from.
    public let path: String
}

import Datasets

/// A data set found on this machine, as JSON has it.
struct DatasetDescription: Encodable, Sendable {
    enum Kind: String, Encodable {
        case quickDraw = "quickdraw"
        case fashionMNIST = "fashion-mnist"
        case run
        /// One that the studio was started with.
        case named
    }

    struct Category: Encodable, Sendable {
        let name: String
        let count: Int
    }

    struct Content: Sendable {
        let count: Int
        let imageSize: Int
        let channels: Int
        let categories: [Category]
    }

    let id: String
    let title: String
    let kind: Kind
    var count: Int?
    var imageSize: Int?
    var channels: Int?
    var categories: [Category] = []
    var reason: String?
    var sampled: Int?
    var statistics: [CategoryStatistics]?

    init(_ found: FoundDataset, _ content: Result<Content, any Error>) {
        (id, title, kind) = (found.id, found.title, found.kind)
        switch content {
        case .success(let content):
            (count, imageSize, channels) = (content.count, content.imageSize, content.channels)
            categories = content.categories
        case .failure(let error):
            reason = Problem(error).detail
        }
    }
}

/// What was measured of a category's drawings.
struct CategoryStatistics: Encodable, Sendable {
    let category: String
    let sampled: Int
    let meanInk: Double
    let inkedFraction: Double
    let minimum: Float
    let maximum: Float
    let meanDrawing: String
    let inkHistogram: [Int]

    init(_ summary: CategorySummary, _ ink: InkDistribution) {
        category = summary.category.name
        sampled = summary.sampleCount
        meanInk = summary.meanInk
        inkedFraction = summary.inkedFraction
        minimum = summary.minimum
        maximum = summary.maximum
        meanDrawing = Base64.pixels(ink.meanImage)
        inkHistogram = ink.histogram
    }
}

import Datasets
import Foundation
import GAN
import Runs

extension Inference {
    struct TrainingDrawing: Encodable, Sendable {
        let real: Int
        let category: String
        let pixels: String
        var distance: Double?
    }

    struct TrainingDrawings: Encodable, Sendable {
        let imageSize: Int
        let channels: Int
        var total: Int?
        var searched: Int?
        let drawings: [TrainingDrawing]
    }

    struct NearestRequest: Decodable, Sendable {
        let drawing: DrawingSource
        let count: Int?
        let weights: WeightsChoice?
    }

    /// Which drawings of a data set are asked for.
    struct Choice: Sendable {
        let count: Int
        let seed: UInt64
        let category: String?
    }

    /// Some of a run's training drawings: those of `indices`, or, where there are none, those that `choice` chooses.
    func trainingDrawings(_ record: RunRecord, indices: [Int], _ choice: Choice) async throws -> TrainingDrawings {
        let data = try await trainingData(of: record)
        if let index = indices.first(where: { $0 >= data.count }) {
            throw Problem(.badRequest, "index is \(index); the run has drawings 0 to \(data.count - 1)")
        }
        let chosen = indices.isEmpty ? try Self.indices(choice, of: data) : indices
        try await turn()
        return TrainingDrawings(
            imageSize: data.imageSize, channels: data.channels, total: data.count,
            drawings: try chosen.map { try Self.drawing($0, of: data) })
    }

    /// Training drawings compared in one piece of work.
    private static let comparisons = 2000

    func nearest(_ record: RunRecord, _ request: NearestRequest) async throws -> TrainingDrawings {
        let count = request.count ?? 6
        guard (1...24).contains(count) else {
            throw Problem(.badRequest, "count is \(count); expected a whole number from 1 to 24")
        }
        let networks = try await networks(of: record, request.weights ?? .best)
        let image = try await image(of: request.drawing, record, networks)
        let data = try await trainingData(of: record)
        guard data.valuesPerImage == image.count else {
            throw Problem(.dataMissing, "the data of \(record.name) is not of the size that it was trained on any more")
        }
        var nearest = NearestDrawings(to: image, count: count)
        for start in stride(from: 0, to: data.count, by: Self.comparisons) {
            try await turn()
            try nearest.compare(start..<min(start + Self.comparisons, data.count), of: data)
        }
        return TrainingDrawings(
            imageSize: data.imageSize, channels: data.channels, searched: data.count,
            drawings: try nearest.neighbours.map { neighbour in
                var drawing = try Self.drawing(neighbour.index, of: data)
                drawing.distance = neighbour.distance
                return drawing
            })
    }

    func statistics(_ key: DatasetKey) async throws -> [CategoryStatistics] {
        let data = try await dataset(key)
        var statistics: [CategoryStatistics] = []
        for index in data.categories.indices {
            try await turn()
            let summary = try CategorySummary(of: data, category: index)
            try await turn()
            statistics.append(CategoryStatistics(summary, try InkDistribution(of: data, category: index)))
        }
        return statistics
    }

    /// A contact sheet as a PNG file.
    func dataSheet(_ key: DatasetKey, _ choice: Choice, columns: Int) async throws -> [UInt8] {
        let data = try await dataset(key)
        try await turn()
        let sheet = try ContactSheet(columns: columns).draw(
            images: data.images(at: try Self.indices(choice, of: data)), channels: data.channels,
            height: data.imageSize, width: data.imageSize)
        return try PNG.encode(sheet)
    }

    private static func indices(_ choice: Choice, of data: Dataset) throws(Problem) -> [Int] {
        var range = 0..<data.count
        if let name = choice.category {
            guard let category = data.categories.firstIndex(where: { $0.name == name }) else {
                throw Problem(.badRequest, "there is no category \(name.prefix(80)) in this data set")
            }
            range = data.indices(ofCategory: category)
        }
        return Permutation(count: range.count, seed: choice.seed).prefix(choice.count).map { range.lowerBound + $0 }
    }

    private static func drawing(_ index: Int, of data: Dataset) throws -> TrainingDrawing {
        TrainingDrawing(
            real: index, category: data.categories[data.label(at: index)].name,
            pixels: Base64.pixels(try data.images(at: [index])))
    }
}

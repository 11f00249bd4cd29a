import Datasets
import Testing

@Suite struct SelectionTests {
    /// Drawings of one grey value each: their numbers, modulo 256.
    func source(_ count: Int) -> any ImageSource {
        PixelArray((0..<count).flatMap { [UInt8](repeating: UInt8($0 % 256), count: 16) }, height: 4, width: 4)
    }

    func dataset(_ counts: [Int], _ options: DatasetOptions) throws -> Dataset {
        try Dataset.of(counts.enumerated().map { ("c\($0.offset)", source($0.element)) }, options: options)
    }

    /// The numbers of the drawings that a category gives.
    func numbers(_ dataset: Dataset, category: Int) throws -> [Int] {
        try dataset.indices(ofCategory: category).map { index in
            Int((try dataset.images(at: [index])[0] * 127.5 + 127.5).rounded())
        }
    }

    @Test func theTutorialsRule() throws {
        let dataset = try dataset([100, 20, 200], DatasetOptions(selectionTotal: 160))
        #expect(dataset.categories.map(\.count) == [53, 20, 53])
        #expect(dataset.categories.map(\.availableCount) == [100, 20, 200])
        #expect(dataset.count == 126)
    }

    @Test func theSelectionIsAShuffle() throws {
        let whole = try dataset([200, 200], DatasetOptions())
        #expect(try numbers(whole, category: 0) == Array(0..<200))
        let some = try dataset([200, 200], DatasetOptions(selectionTotal: 200, seed: 1))
        let first = try numbers(some, category: 0)
        let second = try numbers(some, category: 1)
        #expect(Set(first).count == 100)
        #expect(first != Array(0..<100))
        #expect(first != second)
        // 100 of 200 numbers: the mean is 99.5 with a standard deviation of 57.7 / √100 · √(100/199) = 4.1.
        #expect(abs(Double(first.reduce(0, +)) / 100 - 99.5) < 20)
        #expect(try numbers(dataset([200, 200], DatasetOptions(selectionTotal: 200, seed: 1)), category: 0) == first)
        #expect(try numbers(dataset([200, 200], DatasetOptions(selectionTotal: 200, seed: 2)), category: 0) != first)
    }

    @Test func aShareOfEachCategoryIsHeldOut() throws {
        var options = DatasetOptions(selectionTotal: 300, seed: 1)
        let whole = try dataset([200, 30, 5], options)
        #expect(whole.heldOut == nil)
        options.heldOutShare = 0.1
        let training = try dataset([200, 30, 5], options)
        let held = try #require(training.heldOut)
        #expect(training.categories.map(\.count) == [90, 27, 5] && held.categories.map(\.count) == [10, 3, 0])
        #expect(training.categories.map(\.availableCount) == [200, 30, 5])
        for category in 0..<3 {
            let parts = try numbers(training, category: category) + numbers(held, category: category)
            #expect(try parts.sorted() == numbers(whole, category: category).sorted())
        }
        let again = try #require(dataset([200, 30, 5], options).heldOut)
        #expect(try numbers(again, category: 0) == numbers(held, category: 0))
        options.seed = 2
        let other = try #require(dataset([200, 30, 5], options).heldOut)
        #expect(try numbers(other, category: 0) != numbers(held, category: 0))
    }

    @Test func noMoreThanFiveThousandAreHeldOut() throws {
        var options = DatasetOptions()
        options.heldOutShare = 0.5
        #expect(try dataset([16_000, 4_000], options).heldOut?.categories.map(\.count) == [4_000, 1_000])
        // Where no category's share comes to a drawing, none is held out.
        #expect(try dataset([1, 1], options).heldOut == nil)
    }

    @Test func maximumImagesAreShared() throws {
        #expect(
            try dataset([100, 20, 200], DatasetOptions(maximumImages: 90)).categories.map(\.count) == [35, 20, 35])
        #expect(try dataset([100, 20, 200], DatasetOptions(maximumImages: 1000)).count == 320)
        #expect(try dataset([100, 20], DatasetOptions(maximumImages: 31)).count == 31)
        #expect(try dataset([5, 5, 5], DatasetOptions(maximumImages: 1)).count == 1)
        #expect(
            try dataset([100, 100], DatasetOptions(maximumImages: 10, selectionTotal: 100)).categories.map(\.count)
                == [5, 5])
    }

    @Test func atLeastOneOfEach() throws {
        #expect(try dataset([3, 3, 3], DatasetOptions(selectionTotal: 2)).count == 3)
    }

    @Test func limitsAreChecked() throws {
        for options in [DatasetOptions(maximumImages: 0), DatasetOptions(selectionTotal: -1)] {
            let error = #expect(throws: DatasetError.self) { _ = try dataset([3], options) }
            #expect(error?.message.contains("expected at least 1; leave it out to take all drawings") == true)
        }
    }

    @Test func emptySourcesAreNamed() throws {
        let error = #expect(throws: DatasetError.self) { _ = try dataset([3, 0], DatasetOptions()) }
        #expect(error?.description.hasPrefix("c1: holds no drawings") == true)
    }
}

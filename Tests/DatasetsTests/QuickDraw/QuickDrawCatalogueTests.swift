import Datasets
import Testing

@Suite struct QuickDrawCatalogueTests {
    let categories = QuickDrawCatalogue.categories

    @Test func holdsTheCategoriesOfTheDataset() {
        #expect(categories.count == 345)
        #expect(Set(categories).count == 345)
        #expect(categories.prefix(4) == ["aircraft carrier", "airplane", "alarm clock", "ambulance"])
        #expect(categories.suffix(3) == ["yoga", "zebra", "zigzag"])
        // The published list with a newline after each name has 2,791 bytes.
        #expect(categories.reduce(0) { $0 + $1.utf8.count + 1 } == 2791)
    }

    @Test func isInTheOrderOfTheDataset() {
        // By letters whatever their case, spaces and dashes left out: "cello" comes before "cell phone", and
        // "t-shirt" stands where "tshirt" does.
        let keys = categories.map { $0.lowercased().filter { $0.isLetter } }
        #expect(keys == keys.sorted())
    }

    @Test(arguments: [
        ("cat", "cat"), ("CAT", "cat"), ("alarm_clock", "alarm clock"), ("alarm-clock", "alarm clock"),
        (" alarm  clock ", "alarm clock"), ("t shirt", "t-shirt"), ("T-Shirt", "t-shirt"), ("teddy_bear", "teddy-bear"),
        ("the mona lisa", "The Mona Lisa"),
    ])
    func takesOtherSpellings(name: String, category: String) {
        #expect(QuickDrawCatalogue.category(named: name) == category)
    }

    @Test(arguments: ["", "camle", "cat.npy", "../cat", "katze"])
    func knowsNoOtherNames(name: String) {
        #expect(QuickDrawCatalogue.category(named: name) == nil)
    }

    @Test func everyNameFindsItself() {
        for category in categories { #expect(QuickDrawCatalogue.category(named: category) == category) }
    }

    @Test(arguments: [
        ("camle", "camel"), ("airplan", "airplane"), ("aeroplane", "airplane"), ("alarmclock", "alarm clock"),
        ("eiffel tower", "The Eiffel Tower"), ("zigzap", "zigzag"), ("tshirt", "t-shirt"), ("bycicle", "bicycle"),
    ])
    func suggestsWhatIsNear(name: String, category: String) {
        #expect(QuickDrawCatalogue.suggestions(for: name).first == category)
    }

    @Test func suggestsNothingForNonsense() {
        #expect(QuickDrawCatalogue.suggestions(for: "qqqqqqqq").isEmpty)
        #expect(QuickDrawCatalogue.suggestions(for: "").isEmpty)
        #expect(QuickDrawCatalogue.suggestions(for: String(repeating: "cat", count: 1000)).isEmpty)
    }

    @Test func theErrorNamesWhatIsNear() {
        let error = QuickDrawCatalogue.unknownCategory("camle")
        #expect(error.kind == .missing)
        #expect(error.description.hasPrefix("quickdraw:camle: is none of the 345 categories of Quick, Draw!;"))
        #expect(error.description.contains("'camel'"))
    }
}

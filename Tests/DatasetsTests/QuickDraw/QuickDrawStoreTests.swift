import Datasets
import Testing

@Suite struct QuickDrawStoreTests {
    let fixture = DownloadFixture()

    @Test func theLicenceIsShownOnce() throws {
        #expect(fixture.store.shouldShowLicence)
        try fixture.store.rememberLicenceShown()
        #expect(!fixture.store.shouldShowLicence)
        #expect(!QuickDrawStore(folder: fixture.folder).shouldShowLicence)
        #expect(QuickDrawCatalogue.licence.contains("made available by Google, Inc. under the Creative Commons"))
    }

    @Test func containsWholeFilesOnly() throws {
        #expect(!fixture.store.contains("cat"))
        let file = DownloadFixture.npy()
        try fixture.write(file, to: "cat.npy")
        try fixture.write(file.dropLast(), to: "dog.npy")
        try fixture.write([], to: "cow.npy")
        #expect(fixture.store.contains("cat"))
        #expect(!fixture.store.contains("dog"))
        #expect(!fixture.store.contains("cow"))
    }
}

import Files
import Testing

@Suite struct CRC32CTests {
    /// RFC 3720, appendix B.4, and the check of Koopman's table.
    @Test func agreesWithThePublishedValues() {
        #expect(CRC32C.checksum("123456789".utf8) == 0xE306_9283)
        #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.checksum([]) == 0)
    }

    @Test func takesBytesInPieces() {
        var check = CRC32C()
        check.update("12345".utf8)
        check.update("6789".utf8)
        #expect(check.value == CRC32C.checksum("123456789".utf8))
    }
}

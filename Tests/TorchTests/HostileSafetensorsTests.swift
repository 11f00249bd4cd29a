import Foundation
import Testing
import Torch

/// Files that break the format's rules, each refused with a sentence that names the file and what is wrong with it.
@Suite struct HostileSafetensorsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let header: String
        var dataByteCount = 8
        /// What the error says.
        let expected: String
        var testDescription: String { String(header.prefix(60)) }
    }

    static func tensor(_ name: String, _ dtype: String, _ shape: String, _ offsets: String) -> String {
        "\"\(name)\":{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
    }

    static let good = tensor("a", "F32", "[2]", "[0,8]")

    static let cases: [Case] = [
        Case(header: "", expected: "does not begin with {"),
        Case(header: " {\(good)}", expected: "does not begin with {"),
        Case(header: "[]", expected: "does not begin with {"),
        Case(header: "{\(good)", expected: "expected } at"),
        Case(header: "{\(good),}", expected: "expected \" at"),
        Case(header: "{\(good)} x", expected: "something other than spaces"),
        Case(header: "{\(good)}{}", expected: "something other than spaces"),
        Case(header: "{\(good),\(good)}", expected: "names \"a\" twice"),
        Case(header: "{\(good),\(tensor("\\u0061", "F32", "[2]", "[0,8]"))}", expected: "names \"a\" twice"),
        Case(header: "{\"__metadata__\":{},\"__metadata__\":{},\(good)}", expected: "\"__metadata__\" twice"),
        Case(header: "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"},\(good)}", expected: "metadata names \"k\" twice"),
        Case(header: "{\"__metadata__\":{\"k\":1},\(good)}", expected: "expected \" at"),
        Case(header: "{\"__metadata__\":[],\(good)}", expected: "expected { at"),
        Case(header: "{\"a\":[]}", expected: "expected { at"),
        Case(header: "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", expected: "lacks one of"),
        Case(
            header: "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
            expected: "unknown or repeated key \"dtype\""),
        Case(
            header: "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}}",
            expected: "unknown or repeated key \"x\""),
        Case(header: "{\(tensor("a", "F16", "[4]", "[0,8]"))}", expected: "has the type F16, expected one of F32"),
        Case(header: "{\(tensor("a", "f32", "[2]", "[0,8]"))}", expected: "has the type f32"),
        Case(header: "{\(tensor("a", "F32", "[-2]", "[0,8]"))}", expected: "a whole number, 0 or more"),
        Case(header: "{\(tensor("a", "F32", "[2.0]", "[0,8]"))}", expected: "expected ] at"),
        Case(header: "{\(tensor("a", "F32", "[2e0]", "[0,8]"))}", expected: "expected ] at"),
        Case(header: "{\(tensor("a", "F32", "[02]", "[0,8]"))}", expected: "a whole number, 0 or more"),
        Case(header: "{\(tensor("a", "F32", "[99999999999999999999]", "[0,8]"))}", expected: "a whole number"),
        Case(
            header: "{\(tensor("a", "F32", "[4294967296,4294967296,2]", "[0,8]"))}",
            expected: "more than can be counted"),
        Case(header: "{\(tensor("a", "F32", "[3]", "[0,8]"))}", expected: "takes 8 bytes, expected 12 for F32 [3]"),
        Case(header: "{\(tensor("a", "F32", "[]", "[0,8]"))}", expected: "takes 8 bytes, expected 4"),
        Case(header: "{\(tensor("a", "F32", "[2]", "[8,0]"))}", expected: "expected a begin and an end"),
        Case(header: "{\(tensor("a", "F32", "[2]", "[0,8,8]"))}", expected: "expected a begin and an end"),
        Case(header: "{\(tensor("a", "F32", "[2]", "[0]"))}", expected: "expected a begin and an end"),
        Case(
            header: "{\(tensor("a", "F32", "[2]", "[9223372036854775799,9223372036854775807]"))}",
            expected: "there is a hole"),
        Case(header: "{\(tensor("a", "F32", "[1]", "[4,8]"))}", expected: "begins at byte 4 of the data, expected 0"),
        Case(
            header: "{\(tensor("a", "F32", "[1]", "[0,4]")),\(tensor("b", "F32", "[1]", "[3,7]"))}",
            expected: "tensors overlap"),
        Case(
            header: "{\(tensor("a", "F32", "[2]", "[0,8]")),\(tensor("b", "F32", "[2]", "[0,8]"))}",
            expected: "tensors overlap"),
        Case(
            header: "{\(tensor("a", "U8", "[3]", "[0,3]")),\(tensor("b", "F32", "[1]", "[4,8]"))}",
            expected: "there is a hole"),
        Case(header: "{\(good)}", dataByteCount: 7, expected: "take 8 bytes, but the file has 7"),
        Case(header: "{\(good)}", dataByteCount: 9, expected: "take 8 bytes, but the file has 9"),
        Case(header: "{}", dataByteCount: 1, expected: "take 0 bytes, but the file has 1"),
        Case(header: "{\(tensor("a", "BOOL", "[8]", "[0,8]"))}", expected: "of type BOOL has a byte 7"),
        Case(header: "{\(tensor("\\ud800", "F32", "[2]", "[0,8]"))}", expected: "a surrogate pair"),
        Case(header: "{\(tensor("\\x", "F32", "[2]", "[0,8]"))}", expected: "a known escape"),
        Case(header: "{\(tensor("\\u00g0", "F32", "[2]", "[0,8]"))}", expected: "four hexadecimal digits"),
        Case(header: "{\(tensor("\n", "F32", "[2]", "[0,8]"))}", expected: "no control character"),
        Case(header: "{\"a", expected: "the end of a string"),
        Case(
            header: "{\(tensor("a", "U8", "[\(Array(repeating: "1", count: 65).joined(separator: ","))]", "[0,1]"))}",
            expected: "65 dimensions"),
    ]

    @Test(arguments: cases) func isRefused(_ test: Case) throws {
        try check([UInt8](test.header.utf8), dataByteCount: test.dataByteCount, expected: test.expected)
    }

    @Test func notUTF8() throws {
        let header =
            Array("{\"a".utf8) + [0xFF] + Array("\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}".utf8)
        try check(header, dataByteCount: 8, expected: "text in UTF-8")
    }

    @Test(arguments: [0, 1, 7]) func tooShort(byteCount: Int) throws {
        try check(file: [UInt8](repeating: 0, count: byteCount), expected: "too few for a safetensors file")
    }

    @Test func headersLongerThanTheFileOrTheLimit() throws {
        let length = { (count: UInt64) in withUnsafeBytes(of: count.littleEndian, Array.init) }
        try check(file: length(3) + [0x7B, 0x7D], expected: "given as 3 bytes, but the file has only 10")
        try check(file: length(100_000_001), expected: "more than the 100000000 allowed")
        try check(file: length(.max), expected: "given as 18446744073709551615 bytes")
        try check(file: Array("<!DOCTYPE html><html></html>".utf8), expected: "more than the 100000000 allowed")
    }

    @Test func whatIsNoFile() throws {
        try withTemporaryFolder { folder in
            let absent = "\(folder)/absent"
            #expect(failure { try Safetensors.read(absent) } == "cannot open \(absent): No such file or directory")
            #expect(failure { try Safetensors.read(folder) } == "cannot read \(folder): Is a directory")
            #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
            #expect(failure { try Safetensors.read("\(folder)/pipe") }.hasPrefix("cannot read \(folder)/pipe"))
        }
    }

    private func check(_ header: [UInt8], dataByteCount: Int, expected: String) throws {
        let length = withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init)
        try check(file: length + header + [UInt8](repeating: 7, count: dataByteCount), expected: expected)
    }

    private func check(file: [UInt8], expected: String) throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/bad.safetensors"
            try Data(file).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: SafetensorsError.self) { try Safetensors.read(path) }
            let description = error?.description ?? ""
            #expect(description.hasPrefix("\(path): "))
            #expect(description.contains(expected), "\(description)")
        }
    }
}

extension Attack {
    /// A page, which everybody gets: if it is answered, it was taken for a request of its own.
    private static let hidden = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"

    private static func post(_ port: UInt16, _ path: String = "/api/session") -> [String] {
        [
            "POST \(path) HTTP/1.1", "Host: localhost:\(port)", "Origin: http://localhost:\(port)",
            "Content-Type: application/json",
        ]
    }

    /// Request smuggling: lengths and encodings that two parsers read in two ways, before a hidden request.
    static func framing(_ port: UInt16) -> [Attack] {
        let lengths = [
            "+6", "-6", "6 6", "6,6", "6, 7", "0x6", "6e0", "", " ", "6\t7", "six", "６", "6;", "18446744073709551622",
            "9223372036854775808", "6\r\nContent-Length: 7", "7\r\nContent-Length: 6", "6\r\ncontent-length: 60",
        ].map { "Content-Length: \($0)" }
        let encodings = [
            "identity", "gzip", "gzip, chunked", "chunked, identity", "chunked, gzip", "xchunked", "chunked;q=1",
            "chunked chunked", "chunked\u{b}", "\u{b}chunked", "chunked\r\nTransfer-Encoding: identity", "\"chunked\"",
            "chunk", "", "x, chunked", "deflate",
        ].map { "Transfer-Encoding: \($0)" }
        let names = [
            "Transfer-Encoding : chunked", "Transfer-Encoding\t: chunked", " Transfer-Encoding: chunked",
            "Transfer-Encoding:\r\n chunked", "X: y\rTransfer-Encoding: chunked",
            "X: y\u{0}\r\nTransfer-Encoding: chunked", "Content-Length : 6", "Content-Length\u{0}: 6",
            "Content\u{1}Length: 6", " Content-Length: 6",
        ]
        return (lengths + encodings + names).flatMap { field in
            [
                lines("framing \(field)", post(port) + [field], body: "0\r\n\r\nx" + hidden),
                lines(
                    "framing \(field), and chunked", post(port) + [field, "Transfer-Encoding: chunked"],
                    body: "5\r\nhello\r\nx\r\n" + hidden),
                lines(
                    "framing \(field), and a length", post(port) + ["Content-Length: 4", field],
                    body: "x\r\n\r" + hidden),
            ]
        }
    }

    /// Chunks of impossible sizes, without ends, with extensions and trailers.
    static func chunks(_ port: UInt16) -> [Attack] {
        let bodies = [
            "FFFFFFFFFFFFFFFF\r\nx", "FFFFFFFFFFFFFFFFF\r\nx", "7FFFFFFFFFFFFFFF\r\nx", "-1\r\nx",
            "0x2\r\n{}\r\n0\r\n\r\n",
            "+2\r\n{}\r\n0\r\n\r\n", " 2\r\n{}\r\n0\r\n\r\n", "2 \r\n{}\r\n0\r\n\r\n", "g\r\n{}", "\r\n{}", ";\r\n{}",
            "2\r\n{}x\r\n",
            "2\r\n{}\r\n0\r\nX\u{0}: y\r\n\r\n", "2\n{}\n0\n\n", "2\r\n{}", "2\r\n{", "2", "2\r\n{}\r\n0\r\n",
            "2;" + String(repeating: "a", count: 200_000) + "\r\n{}\r\n0\r\n\r\n",
            "2\r\n{}\r\n0\r\n" + (0..<500).map { "X-\($0): y\r\n" }.joined() + "\r\n",
            "2\r\n{}\r\n0\r\nX: " + String(repeating: "a", count: 100_000) + "\r\n\r\n",
            "50000\r\n" + String(repeating: "[", count: 0x50000) + "\r\n0\r\n\r\n",
            String(repeating: "1\r\n[\r\n", count: 270_000) + "0\r\n\r\n",
        ]
        return bodies.enumerated().map { number, body in
            lines("chunks \(number) \(body.prefix(20))", post(port) + ["Transfer-Encoding: chunked"], body: body)
        }
    }
}

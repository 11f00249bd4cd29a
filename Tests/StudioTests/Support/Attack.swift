/// What no honest client sends, byte by byte, to a studio with a token. None of it may be answered with success.
struct Attack: Sendable {
    let name: String
    let bytes: String

    /// A request whose lines are these, with a host and an end.
    static func lines(_ name: String, _ lines: [String], body: String = "") -> Attack {
        Attack(name: name, bytes: (lines + ["", ""]).joined(separator: "\r\n") + body)
    }

    /// All of them, against a studio at `port`.
    static func all(port: UInt16) -> [Attack] {
        framing(port) + chunks(port) + requestLines(port) + fields(port) + hosts(port) + forgeries(port) + paths(port)
            + credentials(port)
    }

    /// A page, which everybody gets: if it is answered, it was taken for a request of its own.
    private static let hidden = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"

    private static func post(_ port: UInt16, _ path: String = "/api/session") -> [String] {
        [
            "POST \(path) HTTP/1.1", "Host: localhost:\(port)", "Origin: http://localhost:\(port)",
            "Content-Type: application/json",
        ]
    }

    /// Request smuggling: lengths and encodings that two parsers read in two ways, before a hidden request.
    private static func framing(_ port: UInt16) -> [Attack] {
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
            "X: y\u{0}\r\nTransfer-Encoding: chunked",
            "Content-Length : 6", "Content-Length\u{0}: 6", "Content\u{1}Length: 6", " Content-Length: 6",
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
    private static func chunks(_ port: UInt16) -> [Attack] {
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

    private static func requestLines(_ port: UInt16) -> [Attack] {
        let host = "Host: localhost:\(port)"
        let broken = [
            "GET /api/runs", "GET  /api/runs HTTP/1.1", "GET\t/api/runs\tHTTP/1.1", " GET /api/runs HTTP/1.1",
            "GET /api/runs HTTP/1.1 x", "GET /api/runs HTTP/0.9", "GET /api/runs HTTP/1.2", "GET /api/runs HTTP/2.0",
            "GET /api/runs HTTP/9.9", "GET /api/runs http/1.1", "GET /api/runs HTTP/1.1.1", "GET /api/runs HTTP/11",
            "PRI * HTTP/2.0", "GET /api/\u{0}runs HTTP/1.1", "GET /api/\u{7f}runs HTTP/1.1", "GET /api/rüns HTTP/1.1",
            "GET api/runs HTTP/1.1", "GET \\api\\runs HTTP/1.1", "GET ?x HTTP/1.1", "GET # HTTP/1.1", "GET * HTTP/1.1",
            "GET http:///api/runs HTTP/1.1", "GET http://localhost:99999/api/runs HTTP/1.1",
            "GET ftp://localhost/api/runs HTTP/1.1",
            "GET /api/" + String(repeating: "a", count: 100_000) + " HTTP/1.1", "\u{16}\u{3}\u{1}\u{2}",
            "\r\n\r\n\r\nGARBAGE",
            "get /api/runs HTTP/1.1", "G\u{0}ET /api/runs HTTP/1.1", "GET/api/runs HTTP/1.1",
        ]
        let methods = [
            "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "MKCOL", "MOVE", "LOCK", "PURGE",
            "LINK",
            "SOURCE", "NOTIFY", "QUERY", "POST",
        ]
        return broken.map { lines("line \($0.prefix(50))", [$0, host]) }
            + methods.flatMap { method in
                ["/", "/api/runs", "/assets/app.js", "*"].map {
                    lines("\(method) \($0)", ["\(method) \($0) HTTP/1.1", host])
                }
            }
    }

    /// Header floods and fields that are none.
    private static func fields(_ port: UInt16) -> [Attack] {
        let start = ["GET /api/runs HTTP/1.1", "Host: localhost:\(port)"]
        let single = [
            ": empty", "Na me: x", "Na\u{0}me: x", "Name\u{1}: x", "Name: x\u{0}y", "Name: x\u{1}y", "Name", "Näme: x",
            "Name: x\r\n continued", "Name: x\ry", "(Name): x", "Name=x", "\u{7f}: x",
            "X: " + String(repeating: "a", count: 40_000), String(repeating: "N", count: 40_000) + ": x",
            "Cookie: " + (0..<3000).map { "c\($0)=1" }.joined(separator: "; "),
            "Range: bytes=" + (0..<1000).map { "\($0)-\($0 + 1)" }.joined(separator: ","),
            "Accept-Encoding: " + String(repeating: "gzip,", count: 5000), "Expect: 100-continue", "Expect: nonsense",
            "Upgrade: websocket\r\nConnection: Upgrade",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQ",
            "X-Forwarded-For: 127.0.0.1", "X-Original-URL: /", "X-Rewrite-URL: /", "X-HTTP-Method-Override: GET",
            "Forwarded: for=127.0.0.1;host=localhost",
        ]
        return single.map { lines("field \($0.prefix(40))", start + [$0]) } + [
            lines("101 fields", start + (0..<101).map { "X-\($0): a" }),
            lines("5,000 fields", start + (0..<5000).map { "X-\($0): a" }),
            lines("one field a thousand times", start + (0..<1000).map { _ in "X: a" }),
        ]
    }

    /// DNS rebinding, and other hosts.
    private static func hosts(_ port: UInt16) -> [Attack] {
        [
            "evil.example", "evil.example:\(port)", "127.0.0.1.nip.io", "127.0.0.1.evil.example:\(port)",
            "localhost.evil.example",
            "evil.example#localhost", "evil.example?localhost", "localhost@evil.example", "localhost:80@evil.example",
            "localhost/x",
            "localhost:80:80", "localhost:-1", "localhost:0x50", "127.1", "0177.0.0.1", "0x7f.1", "2130706433", "0",
            "0.0.0.0", "[::]",
            "[::ffff:7f00:1]", "[::1", "::1]", "[::1]evil", "169.254.169.254", "192.168.1.7", "１２７.0.0.1",
            "localhost%00.evil.example",
            "local host", ".localhost.evil", "evil-localhost", "*", "", "localhost, evil.example",
            "localhost\r\nHost: evil.example",
            "evil.example\r\nHost: localhost",
        ].flatMap { host in
            ["/", "/api/runs"].map { lines("host \(host) for \($0)", ["GET \($0) HTTP/1.1", "Host: \(host)"]) }
        } + [lines("no host", ["GET / HTTP/1.1"]), lines("HTTP/1.0 without a host", ["GET /api/runs HTTP/1.0"])]
    }

    /// Requests that another page has a browser make, by each method, with whatever content.
    private static func forgeries(_ port: UInt16) -> [Attack] {
        let targets = [
            "POST /api/runs", "POST /api/runs/00001-discs/stop", "POST /api/runs/00001-discs/resume",
            "POST /api/session",
            "POST /api/runs/00001-discs/critique", "POST /api/runs/00001-discs/nearest",
            "POST /api/runs/00001-discs/searches",
            "DELETE /api/session", "PUT /api/runs", "PATCH /api/runs",
        ]
        let origins: [String?] = [
            nil, "null", "http://evil.example", "http://localhost.evil.example:\(port)", "http://evil.example:\(port)",
            "http://localhost:1", "http://localhost", "ftp://localhost:\(port)", "http://localhost:\(port)/x",
            "localhost:\(port)", "",
            "http://evil.example http://localhost:\(port)", "http://localhost:\(port), http://evil.example",
        ]
        let types = [
            "application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        ]
        return targets.flatMap { target in
            origins.enumerated().map { number, origin in
                let fields = [
                    "Content-Type: \(types[number % types.count])", "Cookie: atelier-session=x", "Content-Length: 2",
                ]
                return lines(
                    "\(target) from \(origin ?? "no origin")",
                    ["\(target) HTTP/1.1", "Host: localhost:\(port)"] + (origin.map { ["Origin: \($0)"] } ?? [])
                        + fields, body: "{}")
            }
        }
    }

    /// Ways to write `../` and `/`, in each place of an address that names something.
    private static func paths(_ port: UInt16) -> [Attack] {
        let ups = [
            "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "%2E%2E%2F", "..%5c", "..\\", "%252e%252e%252f",
            "%c0%ae%c0%ae%c0%af", "..%c0%af",
            "%e0%80%ae%e0%80%ae/", "..;/", ".%00./", "%u002e%u002e%u2215", "..%ef%bc%8f", "....//", "%2e%2e%5c",
            "..%00/", "..%0d%0a/",
            "%2f", "%2f%2f", "/%2e/", "~/", "file:%2f%2f%2f",
        ]
        let places = [
            "/api/runs/*secret.png/samples.gif", "/api/runs/00001-discs/samples/*secret.png", "/assets/*secret.png",
            "/assets/*openapi.json", "/api/datasets/*secret.png/sheet.png",
        ]
        return ups.flatMap { up in
            places.map { place in
                let path = place.replacing("*", with: up + up + up)
                return lines("path \(path)", ["GET \(path) HTTP/1.1", "Host: localhost:\(port)"])
            }
        }
    }

    /// Cookies and tokens that are nearly right.
    private static func credentials(_ port: UInt16) -> [Attack] {
        let fields = [
            "Cookie: atelier-session=", "Cookie: atelier-session", "Cookie: atelier-session=\"\"",
            "Cookie: atelier-session=null",
            "Cookie: atelier-session=" + String(repeating: "a", count: 20_000), "Cookie: =; ;;; atelier-session=;",
            "Cookie: atelier-session=a\r\nCookie: atelier-session=b", "Cookie: ATELIER-SESSION=x",
            "Authorization: Bearer",
            "Authorization: Bearer ", "Authorization: Basic Y29ycmVjdC1ob3JzZQ==", "Authorization: correct-horse",
            "Authorization: Bearer correct-hors", "Authorization: Bearer correct-horsee",
            "Authorization: Bearer CORRECT-HORSE",
            "Authorization: Bearer correct-horse\u{0}",
            "Authorization: Bearer wrong\r\nAuthorization: Bearer correct-horse",
            "Authorization: Bearer " + String(repeating: "a", count: 20_000),
            "Proxy-Authorization: Bearer correct-horse",
        ]
        return fields.map {
            lines("credentials \($0.prefix(60))", ["GET /api/runs HTTP/1.1", "Host: localhost:\(port)", $0])
        }
    }
}

extension Attack {
    /// Lines that begin no request, and methods that no page uses.
    static func requestLines(_ port: UInt16) -> [Attack] {
        let host = "Host: localhost:\(port)"
        let broken = [
            "GET /api/runs", "GET  /api/runs HTTP/1.1", "GET\t/api/runs\tHTTP/1.1", " GET /api/runs HTTP/1.1",
            "GET /api/runs HTTP/1.1 x", "GET /api/runs HTTP/0.9", "GET /api/runs HTTP/1.2", "GET /api/runs HTTP/2.0",
            "GET /api/runs HTTP/9.9", "GET /api/runs http/1.1", "GET /api/runs HTTP/1.1.1", "GET /api/runs HTTP/11",
            "PRI * HTTP/2.0", "GET /api/\u{0}runs HTTP/1.1", "GET /api/\u{7f}runs HTTP/1.1", "GET /api/rüns HTTP/1.1",
            "GET api/runs HTTP/1.1", "GET \\api\\runs HTTP/1.1", "GET ?x HTTP/1.1", "GET # HTTP/1.1", "GET * HTTP/1.1",
            "GET http:///api/runs HTTP/1.1", "GET http://localhost:99999/api/runs HTTP/1.1",
            "GET ftp://localhost/api/runs HTTP/1.1", "GET /api/" + String(repeating: "a", count: 100_000) + " HTTP/1.1",
            "\u{16}\u{3}\u{1}\u{2}", "\r\n\r\n\r\nGARBAGE", "get /api/runs HTTP/1.1", "G\u{0}ET /api/runs HTTP/1.1",
            "GET/api/runs HTTP/1.1",
        ]
        let methods = [
            "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "MKCOL", "MOVE", "LOCK", "PURGE",
            "LINK", "SOURCE", "NOTIFY", "QUERY", "POST",
        ]
        return broken.map { lines("line \($0.prefix(50))", [$0, host]) }
            + methods.flatMap { method in
                ["/", "/api/runs", "/assets/app.js", "*"].map {
                    lines("\(method) \($0)", ["\(method) \($0) HTTP/1.1", host])
                }
            }
    }

    /// Header floods and fields that are none.
    static func fields(_ port: UInt16) -> [Attack] {
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

    /// Ways to write `../` and `/`, in each place of an address that names something.
    static func paths(_ port: UInt16) -> [Attack] {
        let ups = [
            "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "%2E%2E%2F", "..%5c", "..\\", "%252e%252e%252f",
            "%c0%ae%c0%ae%c0%af", "..%c0%af", "%e0%80%ae%e0%80%ae/", "..;/", ".%00./", "%u002e%u002e%u2215",
            "..%ef%bc%8f", "....//", "%2e%2e%5c", "..%00/", "..%0d%0a/", "%2f", "%2f%2f", "/%2e/", "~/",
            "file:%2f%2f%2f",
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
}

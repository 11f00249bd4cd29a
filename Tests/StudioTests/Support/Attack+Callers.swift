extension Attack {
    /// DNS rebinding, and other hosts.
    static func hosts(_ port: UInt16) -> [Attack] {
        [
            "evil.example", "evil.example:\(port)", "127.0.0.1.nip.io", "127.0.0.1.evil.example:\(port)",
            "localhost.evil.example", "evil.example#localhost", "evil.example?localhost", "localhost@evil.example",
            "localhost:80@evil.example", "localhost/x", "localhost:80:80", "localhost:-1", "localhost:0x50", "127.1",
            "0177.0.0.1", "0x7f.1", "2130706433", "0", "0.0.0.0", "[::]", "[::ffff:7f00:1]", "[::1", "::1]",
            "[::1]evil", "169.254.169.254", "192.168.1.7", "１２７.0.0.1", "localhost%00.evil.example", "local host",
            ".localhost.evil", "evil-localhost", "*", "", "localhost, evil.example", "localhost\r\nHost: evil.example",
            "evil.example\r\nHost: localhost",
        ].flatMap { host in
            ["/", "/api/runs"].map { lines("host \(host) for \($0)", ["GET \($0) HTTP/1.1", "Host: \(host)"]) }
        } + [lines("no host", ["GET / HTTP/1.1"]), lines("HTTP/1.0 without a host", ["GET /api/runs HTTP/1.0"])]
    }

    /// Requests that another page has a browser make, by each method, with whatever content.
    static func forgeries(_ port: UInt16) -> [Attack] {
        let targets = [
            "POST /api/runs", "POST /api/runs/00001-discs/stop", "POST /api/runs/00001-discs/resume",
            "POST /api/session", "POST /api/runs/00001-discs/critique", "POST /api/runs/00001-discs/nearest",
            "POST /api/runs/00001-discs/searches", "DELETE /api/session", "PUT /api/runs", "PATCH /api/runs",
        ]
        let origins: [String?] = [
            nil, "null", "http://evil.example", "http://localhost.evil.example:\(port)", "http://evil.example:\(port)",
            "http://localhost:1", "http://localhost", "ftp://localhost:\(port)", "http://localhost:\(port)/x",
            "localhost:\(port)", "", "http://evil.example http://localhost:\(port)",
            "http://localhost:\(port), http://evil.example",
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

    /// Cookies and tokens that are nearly right.
    static func credentials(_ port: UInt16) -> [Attack] {
        let fields = [
            "Cookie: atelier-session=", "Cookie: atelier-session", "Cookie: atelier-session=\"\"",
            "Cookie: atelier-session=null", "Cookie: atelier-session=" + String(repeating: "a", count: 20_000),
            "Cookie: =; ;;; atelier-session=;", "Cookie: atelier-session=a\r\nCookie: atelier-session=b",
            "Cookie: ATELIER-SESSION=x", "Authorization: Bearer", "Authorization: Bearer ",
            "Authorization: Basic Y29ycmVjdC1ob3JzZQ==", "Authorization: correct-horse",
            "Authorization: Bearer correct-hors", "Authorization: Bearer correct-horsee",
            "Authorization: Bearer CORRECT-HORSE", "Authorization: Bearer correct-horse\u{0}",
            "Authorization: Bearer wrong\r\nAuthorization: Bearer correct-horse",
            "Authorization: Bearer " + String(repeating: "a", count: 20_000),
            "Proxy-Authorization: Bearer correct-horse",
        ]
        return fields.map {
            lines("credentials \($0.prefix(60))", ["GET /api/runs HTTP/1.1", "Host: localhost:\(port)", $0])
        }
    }
}

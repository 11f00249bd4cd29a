import Foundation
import Studio
import Testing

/// Requests that no page of the studio makes. Each is refused, and no answer holds anything of the machine.
@Suite struct HostileRequestTests {
    /// A request as it goes over the wire, its parts filled in by ``text(port:)``.
    struct Attempt: CustomTestStringConvertible, Sendable {
        let name: String
        let line: String
        var headers: [String] = []
        var body = ""
        var hasHost = true

        var testDescription: String { name }

        func text(port: UInt16) -> String {
            let host = hasHost ? ["Host: 127.0.0.1:\(port)"] : []
            let length =
                body.isEmpty || headers.contains { $0.hasPrefix("Transfer-Encoding") || $0.hasPrefix("Content-Length") }
            let usual = host + (length ? [] : ["Content-Length: \(body.utf8.count)"]) + ["Connection: close"]
            let lines = [line + " HTTP/1.1"] + headers + usual
            return lines.joined(separator: "\r\n").replacing("{port}", with: "\(port)") + "\r\n\r\n" + body
        }

        static func get(_ path: String, _ headers: [String] = [], hasHost: Bool = true) -> Attempt {
            Attempt(
                name: "GET \(path.prefix(70)) \(headers.joined(separator: " ").prefix(50))", line: "GET \(path)",
                headers: headers, hasHost: hasHost)
        }

        static func post(_ path: String, _ body: String, _ name: String, _ headers: [String] = json) -> Attempt {
            Attempt(name: "POST \(path) \(name)", line: "POST \(path)", headers: headers, body: body)
        }

        static let json = ["Content-Type: application/json", "Origin: http://127.0.0.1:{port}"]
    }

    private static let run = "/api/runs/00001-discs"

    static let paths: [Attempt] =
        [
            "/api/runs/../secret.png", "/api/runs/%2e%2e/samples.gif", "/api/runs/..%2f..%2fsecret.png/samples.gif",
            "/api/runs/%252e%252e/samples.gif", "/api/runs/00001-discs%00/samples.gif", "/api/runs/./samples.gif",
            "/api/runs/%2Fetc/configuration.json", "/api/runs/..%5c..%5cetc/samples.gif", "/api/runs//samples.gif",
            "/api/runs/00001-discs%2f..%2f00001-discs/samples.gif", "/api/runs/.last-run/samples.gif",
            "/api/runs/%zz/samples.gif", "/api/runs/\(String(repeating: "a", count: 9000))",
            "\(run)/samples/../../../secret.png", "\(run)/samples/..%2f..%2f..%2fsecret.png", "\(run)/samples/-1.png",
            "\(run)/samples/99999999999999999999.png", "\(run)/samples/1e3.png", "\(run)/samples/%31%00.png",
            "\(run)/checkpoints/epoch-0001.safetensors", "\(run)/config.json", "\(run)/log.txt",
            // Links that lead out: a sample, a film, a whole run.
            "\(run)/samples/7.png", "/api/runs/00002-links/samples.gif", "/api/runs/00002-links/samples/1.png",
            "/api/runs/00003-linked/configuration.json", "/api/runs/00003-linked/samples.gif",
            "/assets/../../../../etc/passwd", "/assets/%2e%2e/openapi.json", "/assets/..%2f..%2f..%2fetc%2fpasswd",
            "/assets//etc/passwd", "/assets/%00", "/assets/.",
            "/api/datasets/%2Fetc%2Fpasswd", "/api/datasets/..", "/api/datasets/quickdraw:..%2F..%2Fsecret",
            "/api/datasets/run:..%2Fsecret.png/sheet.png",
        ].map { .get($0) }

    static let numbers: [Attempt] =
        [
            "drawings?count=-1", "drawings?count=65", "drawings?count=1e9", "drawings?seed=99999999999999999999",
            "drawings?seed=-1", "drawings?start=99999", "drawings?latent=~!!!", "drawings?latent=~AADAfw",
            "drawings?latent=7:10000", "drawings?latent=grid:16", "drawings?latent=../../etc/passwd",
            "drawings?latent=~\(String(repeating: "A", count: 4000))", "drawings?latent=%zz",
            "drawings?\(String(repeating: "latent=1:1&", count: 65))", "drawings.png?columns=0",
            "drawings.png?scale=1000",
            "morph?from=1:1", "morph?from=1:1&to=2:2&frames=100000", "morph.gif?from=1:1&to=..", "walk.gif?frames=121",
            "walk.gif?count=17", "measurements?limit=99999999", "training-drawings?index=40",
            "training-drawings?index=-1",
            "training-drawings?category=../secret", "training-drawings?count=0",
        ].map { .get("\(run)/\($0)") }

    static let senders: [Attempt] = [
        .get("/api/runs", ["Host: evil.example"], hasHost: false),
        .get("/", ["Host: evil.example:8321"], hasHost: false),
        .get("/api/runs", ["Host: evil.example"]), .get("/api/runs", hasHost: false),
        .get("http://evil.example/api/runs", ["Host: evil.example"], hasHost: false),
        .get("/api/events", ["Sec-Fetch-Site: cross-site"]),
        .post("\(run)/stop", "", "without an origin", []),
        .post("\(run)/stop", "", "from another page", ["Origin: http://evil.example"]),
        .post(
            "/api/runs", #"{"dataset":"fashion-mnist"}"#, "from another page",
            ["Content-Type: application/json", "Origin: null"]),
        .post(
            "\(run)/critique", #"{"drawing":{"real":1}}"#, "as a form",
            ["Content-Type: text/plain", "Origin: http://127.0.0.1:{port}"]),
        Attempt(name: "DELETE a run", line: "DELETE \(run)", headers: Attempt.json),
        Attempt(name: "PUT a page", line: "PUT /index.html", headers: Attempt.json, body: "x"),
        Attempt(name: "TRACE", line: "TRACE /"), Attempt(name: "OPTIONS", line: "OPTIONS *"),
        Attempt(name: "CONNECT", line: "CONNECT evil.example:443"),
        Attempt(name: "no method", line: "GARBAGE\u{1}/api/runs"),
        .get("/api/runs", ["X-Long: \(String(repeating: "a", count: 40_000))"]),
        .get("/api/runs", (0..<200).map { "X-\($0): a" }),
    ]

    static let bodies: [Attempt] = [
        .post("\(run)/critique", "", "empty"), .post("\(run)/critique", "{", "cut short"),
        .post("\(run)/critique", String(repeating: "[", count: 100_000), "nested deeply"),
        .post("\(run)/critique", "[]", "a list"), .post("\(run)/critique", "null", "null"),
        .post("\(run)/critique", #"{"drawing":{}}"#, "no drawing"),
        .post("\(run)/critique", #"{"drawing":{"real":1,"latent":"1:1"}}"#, "two drawings"),
        .post("\(run)/critique", #"{"drawing":{"path":"/etc/passwd"}}"#, "a file"),
        .post("\(run)/critique", #"{"drawing":{"real":-1}}"#, "a drawing before the first"),
        .post("\(run)/critique", #"{"drawing":{"real":1e30}}"#, "a drawing beyond all"),
        .post("\(run)/critique", #"{"drawing":{"real":1},"steps":1000000}"#, "a million steps"),
        .post("\(run)/critique", #"{"drawing":{"real":1},"stepLength":-1}"#, "a step back"),
        .post("\(run)/critique", #"{"drawing":{"pixels":"%%%"}}"#, "no base64"),
        .post("\(run)/critique", #"{"drawing":{"pixels":"AAAA"}}"#, "three pixels"),
        .post("\(run)/critique", #"{"drawing":{"strokes":[[[1e999],[0]]]}}"#, "an infinite stroke"),
        .post("\(run)/critique", #"{"drawing":{"strokes":[[[1e7],[0]]]}}"#, "a stroke far away"),
        .post("\(run)/critique", #"{"drawing":{"strokes":[[[1,2],[0]]]}}"#, "an x without a y"),
        .post("\(run)/critique", #"{"drawing":{"strokes":[[[],[]]]}}"#, "a stroke without points"),
        .post(
            "\(run)/critique",
            #"{"drawing":{"strokes":[\#([String](repeating: "[[1],[1]]", count: 2001).joined(separator: ","))]}}"#,
            "too many strokes"),
        .post(
            "\(run)/critique",
            #"{"drawing":{"strokes":[[[\#([String](repeating: "1", count: 20_001).joined(separator: ","))],[\#([String](repeating: "1", count: 20_001).joined(separator: ","))]]]}}"#,
            "too many points"),
        .post("\(run)/nearest", #"{"drawing":{"real":1},"count":25}"#, "too many neighbours"),
        .post("\(run)/searches", #"{"drawing":{"real":1},"iterations":1000000000}"#, "a long search"),
        .post("\(run)/searches", #"{"drawing":{"real":1},"seed":-5}"#, "a negative seed"),
        .post("\(run)/critique", #"{"drawing":{"pixels":"\#(String(repeating: "A", count: 300_000))"}}"#, "too large"),
        .post("\(run)/critique", "30000000\r\n", "a chunk too large", Attempt.json + ["Transfer-Encoding: chunked"]),
        .post("\(run)/critique", "{}", "a length that lies", Attempt.json + ["Content-Length: 999999999"]),
        .post("/api/runs", #"{"dataset":"/etc/passwd"}"#, "a path as data"),
        .post("/api/runs", #"{"dataset":"fashion-mnist","sources":["/etc"]}"#, "sources"),
        .post("/api/runs", #"{"dataset":"fashion-mnist","settings":{"dataFolder":"/etc"}}"#, "a folder"),
        .post("/api/runs", #"{"dataset":"fashion-mnist","settings":{"device":"cuda"}}"#, "a device"),
        .post("/api/runs", #"{"dataset":"run:00001-discs","categories":["a,b"]}"#, "two categories as one"),
        .post("/api/runs", #"{"dataset":"run:00001-discs","settings":{"epochs":0}}"#, "no epochs"),
        .post("/api/runs", #"{"dataset":"run:00001-discs","settings":{"width":"64; rm -rf /"}}"#, "a command"),
        .post(
            "/api/runs", #"{"dataset":"run:00001-discs","name":"\#(String(repeating: "n", count: 61))"}"#, "a long name"
        ),
        .post("/api/runs/..%2Fsecret.png/resume", "{}", "a run outside"),
        .post("\(run)/resume", #"{"epochs":"many"}"#, "epochs in words"),
        .post("/api/session", #"{"token":7}"#, "a number as token"),
    ]

    /// A folder with links that lead out of it, to a file with a secret.
    private static let folder = Task {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1)
        try folder.write("TOP-SECRET", "secret.png")
        try folder.write(#"{"preset":"tutorial"}"#, "elsewhere/config.json")
        try folder.write("TOP-SECRET", "elsewhere/samples.gif")
        try folder.link("runs/00001-discs/samples/epoch-0007.png", to: folder.root + "/secret.png")
        try folder.write(#"{"preset":"tutorial"}"#, "runs/00002-links/config.json")
        try folder.link("runs/00002-links/samples.gif", to: "../../secret.png")
        try folder.write("TOP-SECRET", "elsewhere/samples/epoch-0001.png")
        try folder.link("runs/00002-links/samples", to: folder.root + "/elsewhere/samples")
        try folder.link("runs/00003-linked", to: folder.root + "/elsewhere")
        return folder
    }

    @Test func thereAreManyAttempts() {
        #expect(Self.paths.count + Self.numbers.count + Self.senders.count + Self.bodies.count >= 100)
    }

    @Test(arguments: ["paths", "numbers", "senders", "bodies"])
    func isRefusedAndTellsNothing(_ kind: String) async throws {
        let attempts =
            switch kind {
            case "paths": Self.paths
            case "numbers": Self.numbers
            case "senders": Self.senders
            default: Self.bodies
            }
        let folder = try await Self.folder.value
        let before = try FileManager.default.subpathsOfDirectory(atPath: folder.root).sorted()
        try await withLiveStudio(try Studio.of(folder)) { port in
            for attempt in attempts {
                let connection = try RawConnection(port: port)
                connection.send(attempt.text(port: port))
                let answer = await connection.receive(until: { Self.isWhole($0) })
                let status = answer.split(separator: " ").dropFirst().first.flatMap { Int($0) }
                // Where HTTP itself is broken, the connection may just be closed.
                #expect(
                    status.map { (400..<500).contains($0) } ?? answer.isEmpty, "\(attempt.name): \(answer.prefix(200))")
                for secret in ["TOP-SECRET", "root:", folder.root, "Fatal", "swift"] {
                    #expect(!answer.contains(secret), "\(attempt.name) tells \(secret): \(answer.suffix(300))")
                }
            }
            // It still works.
            let connection = try RawConnection(port: port)
            connection.send(Attempt.get("/api/runs").text(port: port))
            #expect(await connection.receive().hasPrefix("HTTP/1.1 200 OK"))
        }
        #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.root).sorted() == before)
    }

    /// Whether an answer has come to its end, where the connection stays open because a body is still awaited.
    private static func isWhole(_ answer: String) -> Bool {
        guard let end = answer.firstRange(of: "\r\n\r\n"),
            let length = answer.firstMatch(of: /content-length: (\d+)/.ignoresCase()).flatMap({ Int($0.1) })
        else { return false }
        return answer[end.upperBound...].utf8.count >= length
    }
}

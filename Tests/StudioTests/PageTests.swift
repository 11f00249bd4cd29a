import Foundation
import Studio
import Testing

@Suite struct PageTests {
    @Test(arguments: ["/", "/runs/00001-discs", "/runs/00007-v1.5", "/draw", "/runs/x/y/z"])
    func pagesAreOneShell(_ path: String) async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder).asked { asker in
            let page = try await asker.get(path)
            #expect(page.status == 200 && page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.text.lowercased().contains("<!doctype html>"))
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe") && !policy.contains("http"))
            #expect(page.headers["cache-control"] == "no-cache")
            let tag = try #require(page.headers["etag"])
            #expect(try await asker.get(path, ["If-None-Match": tag]).status == 304)
        }
    }

    @Test(arguments: ["/assets/nothing.js", "/assets/", "/favicon.ico", "/api", "/api/", "/api/pages"])
    func whatIsAbsentIsNotFound(_ path: String) async throws {
        let folder = try await RunsFolder.finished.value
        let answer = try await Studio.of(folder).asked { try await $0.get(path) }
        #expect(answer.status == 404 && answer.code == "not-found")
    }

    @Test func headsHaveNoBody() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder).asked { asker in
            for path in ["/", "/api/runs", "/api/runs/00001-discs/events", "/api/events"] {
                let answer = try await asker.send("HEAD", path)
                #expect(answer.status == 200 && answer.body.isEmpty, "\(path)")
            }
        }
    }
}

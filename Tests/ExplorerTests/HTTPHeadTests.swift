internal import Explorer
internal import TestSupport
internal import Testing

/// What is a head of HTTP/1.1, and what a server for readers needs of it.
@Suite struct HTTPHeadTests {
    private func head(_ lines: String...) -> HTTPHead? { HTTPHead(Array(lines.joined(separator: "\r\n").utf8)) }

    @Test func whatABrowserSends() throws {
        let head = try #require(
            self.head("GET /frequencies.json?q=a+b&limit=2 HTTP/1.1", "Host: localhost:80", "accept:\t*/* ", "X-Empty:")
        )
        #expect(head.request.method == "GET" && head.request.path == "/frequencies.json")
        #expect(head.request.query == "q=a+b&limit=2" && head.keepsConnection && !head.hasBody)
        #expect(head.request.header("host") == "localhost:80" && head.request.header("accept") == "*/*")
        #expect(head.request.header("x-empty") == "")
    }

    @Test func whatIsNoHead() {
        for lines in [
            "", "GET", "GET /", "GET / HTTP/2", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1",
            "G(T / HTTP/1.1",
            "GET x HTTP/1.1", "GET * HTTP/1.1", "GET / HTTP/1.1\nHost: a", "GET /\u{0} HTTP/1.1",
            "GET /\u{7f} HTTP/1.1",
        ] { #expect(head(lines) == nil, "\(lines.debugDescription)") }
        for line in ["Host : a", "Host", ": a", " Host: a", "Ho\tst: a", "Host: a\u{1b}", "Hö: a", "A: b\rC: d"] {
            #expect(head("GET / HTTP/1.1", line) == nil, "\(line.debugDescription)")
        }
        #expect(HTTPHead(Array("GET /".utf8) + [0xFF] + Array(" HTTP/1.1".utf8)) == nil)
    }

    @Test func whenItEnds() throws {
        func keeps(_ version: String, _ lines: String...) throws -> Bool {
            try #require(HTTPHead(Array((["GET / \(version)"] + lines).joined(separator: "\r\n").utf8))).keepsConnection
        }
        #expect(try keeps("HTTP/1.1") && !keeps("HTTP/1.1", "Connection: Close") && !keeps("HTTP/1.0"))
        #expect(try keeps("HTTP/1.0", "connection: Keep-Alive") && !keeps("HTTP/1.1", "Connection: TE, close"))
    }

    @Test func bodiesAreSeen() throws {
        for (line, hasBody) in [
            ("Content-Length: 5", true), ("Content-Length: 0", false), ("Transfer-Encoding: chunked", true),
            ("Content-Length: x", true), ("Content-Length:", true), ("Transfer-Encoding:", true),
        ] { #expect(try #require(head("POST / HTTP/1.1", line)).hasBody == hasBody, "\(line)") }
    }

    /// The host that a proxy's form names is the one that was asked for, whatever the header says.
    @Test func addressesWithAHost() throws {
        for (target, path, host) in [
            ("http://a.example/x?y", "/x", "a.example"), ("HTTP://b:8000", "/", "b:8000"),
            ("http://c?z", "/", "c"),
        ] {
            let head = try #require(self.head("GET \(target) HTTP/1.1", "Host: other"))
            #expect(head.request.path == path && head.request.header("host") == host, "\(target)")
        }
    }

    /// Whatever comes, it is a head or it is none.
    @Test func noBytesEndTheServer() {
        var generator = SeededGenerator(seed: 5)
        let sample = Array("GET /a?b=%20 HTTP/1.1\r\nHost: x:1\r\nConnection: close\r\nContent-Length: 3".utf8)
        for _ in 0..<20_000 {
            var bytes = sample
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                }
            }
            if let head = HTTPHead(bytes) { #expect(head.request.path.hasPrefix("/")) }
        }
    }
}

internal import FlyingSocks
internal import Foundation
internal import Synchronization

/// One connection of a browser: requests one after the other, each within limits of size and time, so that nobody keeps the
/// server by what they do not send.
final class HTTPConnection: Sendable {
    private let socket: AsyncSocket
    /// When it is given up; `nil` while the server is at work.
    private let deadline = Mutex<ContinuousClock.Instant?>(nil)
    /// What came while the server was at work.
    private let ahead = Mutex<[UInt8]>([])

    /// How long a connection waits for a request, for the rest of its head, and for a reader.
    private static let (idle, head, reader) = (Duration.seconds(120), Duration.seconds(20), Duration.seconds(60))

    init(_ socket: AsyncSocket) {
        self.socket = socket
        wait(Self.head)
    }

    private func wait(_ duration: Duration?) { deadline.withLock { $0 = duration.map { .now + $0 } } }

    /// Ends it when its time is over: whoever waits for it goes on then.
    func endIfLate() {
        guard let end = deadline.withLock({ $0 }), ContinuousClock.now > end else { return }
        shutdown(socket.socket.file.rawValue, Int32(SHUT_RDWR))
    }

    func close() { try? socket.close() }

    /// Whether the other side has gone while the server is at work.
    func isGone() -> Bool {
        guard ahead.withLock({ $0.count }) <= HTTPHead.longest else { return false }
        do {
            let bytes = try socket.socket.read(atMost: 1024)
            ahead.withLock { $0 += bytes }
            return false
        } catch SocketError.blocked { return false } catch { return true }
    }

    /// Answers requests until one side ends it.
    func serve(_ respond: @Sendable (ExplorerRequest) async -> ExplorerResponse) async {
        var buffer: [UInt8] = []
        do {
            while let end = try await readHead(&buffer) {
                let head = HTTPHead(buffer[..<end])
                buffer.removeFirst(end + 4)
                wait(nil)
                guard let head else { return try await refuse(400, "This is no request of HTTP/1.1.") }
                let response = await respond(head.request)
                buffer += ahead.withLock { bytes in
                    defer { bytes = [] }
                    return bytes
                }
                let keeps = head.keepsConnection && !head.hasBody
                try await write(response, withBody: head.request.method != "HEAD", keeps: keeps)
                if !keeps { return await linger() }
                wait(Self.idle)
            }
            if buffer.count > HTTPHead.longest { try await refuse(431, "The head of the request is too long.") }
        } catch {}
    }

    /// Reads on until there is a blank line.
    /// - Returns: where it begins; `nil` if it comes too late.
    private func readHead(_ buffer: inout [UInt8]) async throws -> Int? {
        var searched = 0
        if !buffer.isEmpty { wait(Self.head) }
        while true {
            // Blank lines before a request (RFC 9112, 2.2).
            while searched == 0, buffer.starts(with: Array("\r\n".utf8)) { buffer.removeFirst(2) }
            let end = buffer[searched...].firstRange(of: Array("\r\n\r\n".utf8))?.lowerBound
            if let end { return end <= HTTPHead.longest ? end : nil }
            guard buffer.count <= HTTPHead.longest else { return nil }
            searched = max(0, buffer.count - 3)
            let isFirst = buffer.isEmpty
            buffer += try await socket.read(atMost: 4096)
            if isFirst { wait(Self.head) }
        }
    }

    private func refuse(_ status: Int, _ text: String) async throws {
        try await write(
            ExplorerResponse(status: status, type: ContentType.text, text + "\n"), withBody: true, keeps: false)
        await linger()
    }

    private func write(_ response: ExplorerResponse, withBody: Bool, keeps: Bool) async throws {
        let headers =
            response.headers + [
                ("Content-Length", "\(response.body.count)"), ("Connection", keeps ? "keep-alive" : "close"),
            ]
        let lines =
            ["HTTP/1.1 \(response.status) \(Self.phrases[response.status] ?? "")"]
            + headers.map { "\($0.name): \($0.value.withoutControls)" }
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (withBody ? response.body : [])
        for start in stride(from: 0, to: bytes.count, by: 1 << 16) {
            wait(Self.reader)
            try await socket.write(Data(bytes[start..<min(start + 1 << 16, bytes.count)]))
        }
    }

    /// Reads a little of what still comes, so that the answer is not lost by the connection's end.
    private func linger() async {
        wait(.seconds(2))
        shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
        for _ in 0..<256 { if await (try? socket.read(atMost: 4096)) == nil { return } }
    }

    private static let phrases = [
        200: "OK", 202: "Accepted", 303: "See Other", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 422: "Unprocessable Content", 431: "Request Header Fields Too Large",
        500: "Internal Server Error", 503: "Service Unavailable",
    ]
}

extension String {
    /// As a value of a header.
    fileprivate var withoutControls: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }
}

internal import Basics
internal import CMemory
internal import Dispatch
internal import FlyingFox
internal import FlyingSocks
internal import Foundation

/// Serves an explorer over HTTP until it is told to stop.
package struct ExplorerServer: Sendable {
    private let explorer: Explorer
    private let server: HTTPServer
    /// Where requests are worked on: not on the threads that read and write, which nothing may keep.
    private static let workers = DispatchQueue(label: "gram.explorer", attributes: .concurrent)
    private static let room = RequestRoom(most: 8 * max(2, availableThreads))

    /// Who wants data that take longer asks again: it is not known whether they are still there.
    private static let longestWait = Duration.seconds(120)

    /// - Parameters:
    ///   - host: an address of this machine, in numbers.
    ///   - port: 0 for any that is free.
    ///   - explorer: made when the port is known.
    /// - Throws: what the system says where the address cannot be had.
    package init(host: String, port: UInt16, _ explorer: Explorer) throws {
        self.explorer = explorer
        let respond: @Sendable (HTTPRequest) async throws -> HTTPResponse = { request in
            let asked = ExplorerRequest(
                method: request.method.rawValue, path: request.target.path(), query: request.target.query(),
                headers: request.headers.map { ($0.key.rawValue, $0.value) })
            // Style and script wait for nothing.
            if explorer.isAtHand(asked) {
                return HTTPResponse(explorer.respond(to: asked), isHead: asked.method == "HEAD")
            }
            let deadline = ContinuousClock.now + Self.longestWait
            while true {
                await Self.room.enter()
                let response = await withCheckedContinuation { continuation in
                    Self.workers.async { continuation.resume(returning: explorer.respond(to: asked)) }
                }
                await Self.room.leave()
                if !response.isUnfinishedData || ContinuousClock.now > deadline {
                    return HTTPResponse(response, isHead: asked.method == "HEAD")
                }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        if host.contains(":") {
            server = HTTPServer(
                address: try sockaddr_in6.inet6(ip6: host, port: port), timeout: 24 * 3_600, logger: .disabled,
                handler: ClosureHTTPHandler(respond))
        } else {
            server = HTTPServer(
                address: try sockaddr_in.inet(ip4: host, port: port), timeout: 24 * 3_600, logger: .disabled,
                handler: ClosureHTTPHandler(respond))
        }
    }

    /// Listens until `stop` is called.
    ///
    /// - Parameter began: called with the port when browsers can ask.
    package func run(_ began: @escaping @Sendable (UInt16) -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                try await server.waitUntilListening(timeout: 5)
                began(await server.listeningAddress?.port ?? 0)
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(2))
                    explorer.endAbandonedWork()
                    // What many threads have freed stays with the process until it is asked for back.
                    give_back_memory()
                }
            }
            defer { explorer.stop() }
            try await group.next()
            group.cancelAll()
        }
    }

    package func stop() async { await server.stop(timeout: 1) }
}

/// So many requests have a thread at a time; the others wait without one. What is dear waits once more: see `WorkRoom`.
private actor RequestRoom {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(most: Int) { free = most }

    func enter() async {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

extension HTTPResponse {
    /// - Parameter isHead: whether the body is only announced.
    fileprivate init(_ response: ExplorerResponse, isHead: Bool) {
        var headers = HTTPHeaders()
        for (name, value) in response.headers { headers[HTTPHeader(name)] = value }
        if isHead { headers[.contentLength] = "\(response.body.count)" }
        self.init(
            statusCode: HTTPStatusCode(response.status, phrase: ""), headers: headers,
            body: isHead ? Data() : Data(response.body))
    }
}

extension Socket.Address {
    fileprivate var port: UInt16? {
        switch self {
        case .ip4(_, let port), .ip6(_, let port): port
        case .unix: nil
        }
    }
}

internal import Basics
internal import CMemory
internal import FlyingSocks
internal import Foundation
internal import Synchronization

/// Serves an explorer over HTTP until it is told to stop.
package struct ExplorerServer: Sendable {
    private let explorer: Explorer
    private let address: any SocketAddress
    private let connections = Connections()
    private let room = RequestRoom(most: 32 * max(2, availableThreads))
    private let stopping = AsyncStream<Void>.makeStream()

    /// Who wants data that take longer asks again: it is not known whether they are still there.
    private static let longestWait = Duration.seconds(120)

    /// - Parameters:
    ///   - host: an address of this machine, in numbers.
    ///   - port: 0 for any that is free.
    ///   - explorer: made when the port is known.
    /// - Throws: what the system says of an address that is none.
    package init(host: String, port: UInt16, _ explorer: Explorer) throws {
        self.explorer = explorer
        address =
            host.contains(":")
            ? try sockaddr_in6.inet6(ip6: host, port: port) : try sockaddr_in.inet(ip4: host, port: port)
    }

    /// An address as systems spell it: `0:0:0:0:0:0:0:1` → `::1`.
    /// - Throws: what the system says of an address that is none.
    package static func spelled(_ host: String) throws -> String {
        let storage =
            host.contains(":")
            ? try sockaddr_in6.inet6(ip6: host, port: 0).makeStorage()
            : try sockaddr_in.inet(ip4: host, port: 0).makeStorage()
        return switch try Socket.makeAddress(from: storage) {
        case .ip4(let text, _), .ip6(let text, _): text
        case .unix: host
        }
    }

    /// Listens until `stop` is called.
    ///
    /// - Parameter began: called with the port when browsers can ask.
    /// - Throws: what the system says where the address cannot be had.
    package func run(_ began: @escaping @Sendable (UInt16) -> Void) async throws {
        // Many threads take much for a short time each.
        keep_little_memory()
        let socket = try Socket(domain: Int32(type(of: address).family))
        defer { try? socket.close() }
        try socket.setValue(true, for: .localAddressReuse)
        try socket.bind(to: address)
        try socket.listen()
        let pool = SocketPool<Poll>.make(maxEvents: 64)
        try await pool.prepare()
        let listener = try AsyncSocket(socket: socket, pool: pool)
        began(try socket.sockname().port ?? 0)
        defer { explorer.stop() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await pool.run() }
            group.addTask { await accept(from: listener) }
            group.addTask { await keepHouse() }
            group.addTask { for await _ in stopping.stream {} }
            await group.next()
            group.cancelAll()
        }
    }

    package func stop() async { stopping.continuation.finish() }

    private func accept(from listener: AsyncSocket) async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                guard let socket = try? await listener.accept() else {
                    // No file is free, or the connection was gone at once: others may have more luck.
                    try? await Task.sleep(for: .milliseconds(50))
                    continue
                }
                let connection = HTTPConnection(socket)
                guard connections.add(connection) else {
                    connection.close()
                    continue
                }
                group.addTask {
                    await connection.serve { await respond(to: $0, on: connection) }
                    connections.remove(connection)
                    connection.close()
                }
            }
        }
    }

    /// Every two seconds: ends what nobody waits for.
    private func keepHouse() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(2))
            explorer.endAbandonedWork()
            connections.endLate()
            // What many threads have freed stays with the process until it is asked for back.
            give_back_memory()
        }
    }

    private func respond(to request: ExplorerRequest, on connection: HTTPConnection) async -> ExplorerResponse {
        // Style and script wait for nothing.
        if explorer.isAtHand(request) { return explorer.respond(to: request) }
        let deadline = ContinuousClock.now + Self.longestWait
        while true {
            await room.enter()
            let response = await withCheckedContinuation { continuation in
                // A thread of its own: one that is at work for long keeps no other from beginning.
                let isStarted = startThread { continuation.resume(returning: explorer.respond(to: request)) }
                if !isStarted { continuation.resume(returning: explorer.busy) }
            }
            await room.leave()
            // Who has gone waits for nothing: then the work is ended as that of a page that is left.
            if !response.isUnfinishedData || ContinuousClock.now > deadline || Task.isCancelled || connection.isGone() {
                return response
            }
            try? await Task.sleep(for: .milliseconds(200))
        }
    }
}

/// The connections that are open.
private final class Connections: Sendable {
    private let open = Mutex<[ObjectIdentifier: HTTPConnection]>([:])
    private static let most = 256

    /// - Returns: whether there is room for another.
    func add(_ connection: HTTPConnection) -> Bool {
        open.withLock { open in
            guard open.count < Self.most else { return false }
            open[ObjectIdentifier(connection)] = connection
            return true
        }
    }

    func remove(_ connection: HTTPConnection) {
        _ = open.withLock { $0.removeValue(forKey: ObjectIdentifier(connection)) }
    }

    func endLate() { open.withLock { $0.values.forEach { $0.endIfLate() } } }
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

extension Socket.Address {
    fileprivate var port: UInt16? {
        switch self {
        case .ip4(_, let port), .ip6(_, let port): port
        case .unix: nil
        }
    }
}

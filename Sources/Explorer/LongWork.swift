internal import Basics
internal import Dispatch
internal import Foundation
internal import Synchronization

/// Work that takes longer than a person waits: each in a process of its own, so many at a time as there are processors.
///
/// A page that waits for it asks again and again; when it stops asking, the process is ended. What was made is handed to
/// whoever asks next, and then belongs to the cache.
final class LongWork: Sendable {
    /// How far a piece of work is.
    enum Standing: Sendable {
        /// What is being done, in the words of the one who does it.
        case working(String)
        case waiting(before: Int)
        case done(ExplorerResponse)
        case failed(String)
    }

    private struct Job {
        var process: Process?
        var progress = ""
        var lastAsked: ContinuousClock.Instant
        var result: Standing?
    }

    private struct Jobs {
        var byAddress: [String: Job] = [:]
        /// In the order in which they were asked for.
        var queue: [String] = []
        var running = 0
    }

    private let jobs = Mutex(Jobs())
    private let most: Int
    /// How long a page may be silent before it is taken to be gone.
    private let patience: Duration
    /// The command that answers an address: a program and its arguments.
    private let command: @Sendable (_ address: String) -> (program: String, arguments: [String])

    /// How many may wait.
    private static let longestQueue = 32

    init(
        most: Int, patience: Duration = .seconds(6),
        command: @escaping @Sendable (_ address: String) -> (program: String, arguments: [String])
    ) {
        self.most = most
        self.patience = patience
        self.command = command
    }

    /// How far the work of an address is; begins it where it is new. A result is handed out once.
    func standing(of address: String) -> Standing {
        endAbandoned()
        let standing: Standing? = jobs.withLock { jobs in
            if let result = jobs.byAddress[address]?.result {
                jobs.byAddress[address] = nil
                return result
            }
            if jobs.byAddress[address] == nil {
                guard jobs.queue.count < Self.longestQueue else {
                    return .failed("Too much is being computed already. Try again when some of it is done.")
                }
                jobs.byAddress[address] = Job(lastAsked: .now)
                jobs.queue.append(address)
            }
            jobs.byAddress[address]?.lastAsked = .now
            return nil
        }
        if let standing { return standing }
        startNext()
        return jobs.withLock { jobs in
            if let place = jobs.queue.firstIndex(of: address) { return .waiting(before: place) }
            return .working(jobs.byAddress[address]?.progress ?? "")
        }
    }

    /// Ends all that is being done.
    func stop() {
        let processes = jobs.withLock { jobs in
            defer { jobs = Jobs() }
            return jobs.byAddress.values.compactMap(\.process)
        }
        for process in processes where process.isRunning { process.terminate() }
    }

    /// Ends what nobody has asked for lately.
    func endAbandoned() {
        let left: [Process] = jobs.withLock { jobs in
            let now = ContinuousClock.now
            let gone = jobs.byAddress.filter { now - $0.value.lastAsked > patience }
            for address in gone.keys {
                jobs.byAddress[address] = nil
                jobs.queue.removeAll { $0 == address }
            }
            return gone.values.compactMap(\.process)
        }
        for process in left where process.isRunning { process.terminate() }
    }

    private func startNext() {
        while true {
            let address: String? = jobs.withLock { jobs in
                guard jobs.running < most, !jobs.queue.isEmpty else { return nil }
                jobs.running += 1
                return jobs.queue.removeFirst()
            }
            guard let address else { return }
            start(address)
        }
    }

    private func start(_ address: String) {
        let (program, arguments) = command(address)
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let (output, remarks) = (Pipe(), Pipe())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = remarks
        do { try process.run() } catch {
            finish(address, .failed("The work could not be begun: \(error.localizedDescription)"))
            return
        }
        jobs.withLock { $0.byAddress[address]?.process = process }
        let isReading = startThread {
            while true {
                let data = remarks.fileHandleForReading.availableData
                if data.isEmpty { break }
                let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
                if let last = lines.last { self.jobs.withLock { $0.byAddress[address]?.progress = String(last) } }
            }
        }
        let isWaiting = startThread {
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            let response = ExplorerResponse(serialized: [UInt8](data))
            self.finish(
                address,
                response.map { .done($0) }
                    ?? .failed("The work ended before it was done (\(process.terminationStatus))."))
        }
        if !isReading || !isWaiting { process.terminate() }
    }

    private func finish(_ address: String, _ result: Standing) {
        jobs.withLock { jobs in
            jobs.running -= 1
            jobs.byAddress[address]?.process = nil
            jobs.byAddress[address]?.result = result
        }
        startNext()
    }
}

extension ExplorerResponse {
    /// As it goes from one process to another: status and type in the first line, then the body.
    package var serialized: [UInt8] {
        let type = headers.first { $0.name == "Content-Type" }?.value ?? ""
        return Array("\(status) \(type)\n".utf8) + body
    }

    init?(serialized bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
        let head = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard head.count == 2, let status = Int(head[0]) else { return nil }
        self.status = status
        headers = [("Content-Type", String(head[1]))]
        body = Array(bytes[(end + 1)...])
    }
}

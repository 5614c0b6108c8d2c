internal import Basics
internal import Dispatch
internal import Foundation
internal import Synchronization

/// Work that takes longer than a person waits: each in a process of its own, so many at a time as there are processors.
///
/// A page that waits for it asks again and again; when it stops asking, the process is ended.
package final class LongWork: Sendable {
    /// How far a piece of work is.
    package enum Standing: Sendable {
        /// What is being done, in the words of the one who does it.
        case working(String)
        case waiting(before: Int)
        /// Of the database as it was when the work began.
        case done(ExplorerResponse, ResultKey.DatabaseState)
        case failed(String)
    }

    private struct Job {
        /// Tells it from one of the same result that was given up.
        let number: Int
        let address: String
        let state: ResultKey.DatabaseState
        var process: Process?
        var begun: ContinuousClock.Instant?
        var progress = ""
        var lastAsked: ContinuousClock.Instant
        var result: Standing?
        /// When there was a result.
        var ended: ContinuousClock.Instant?
    }

    private struct Jobs {
        var byKey: [ResultKey: Job] = [:]
        /// In the order in which they were asked for.
        var queue: [ResultKey] = []
        var running = 0
        var begun = 0

        /// Changes a job, unless it was given up.
        /// - Returns: whether it is there.
        @discardableResult
        mutating func update(_ key: ResultKey, _ number: Int, _ change: (inout Job) -> Void) -> Bool {
            guard byKey[key]?.number == number else { return false }
            change(&byKey[key]!)
            return true
        }
    }

    private let jobs = Mutex(Jobs())
    private let most: Int
    /// How long a page may be silent before it is taken to be gone.
    private let patience: Duration
    /// The command that answers an address: a program and its arguments.
    private let command: @Sendable (_ address: String) -> (program: String, arguments: [String])

    private static let beginning = Mutex(())

    /// How long a result waits for who asks late, and how long one that is no page is told to all who ask.
    private static let (kept, told) = (Duration.seconds(120), Duration.seconds(20))

    /// How many may wait.
    private static let longestQueue = 32
    /// What takes longer is for the command, which has no such limit.
    private static let longest = Duration.seconds(30 * 60)

    package init(
        most: Int, patience: Duration = .seconds(6),
        command: @escaping @Sendable (_ address: String) -> (program: String, arguments: [String])
    ) {
        self.most = most
        self.patience = patience
        self.command = command
    }

    /// Whether the work of a result has begun, or waits to.
    package func isDoing(_ key: ResultKey) -> Bool { jobs.withLock { $0.byKey[key.ofAnyState] != nil } }

    /// How far the work of a result is; begins it where it is new. What was made is handed out once.
    ///
    /// - Parameters:
    ///   - wanted: the result, of the database as it is now.
    ///   - address: what a process of its own is to answer.
    package func standing(of wanted: ResultKey, at address: String) -> Standing {
        // A commit beside it is no reason to begin again.
        let key = wanted.ofAnyState
        jobs.withLock { $0.byKey[key]?.lastAsked = .now }
        endAbandoned()
        let standing: Standing? = jobs.withLock { jobs in
            if let result = jobs.byKey[key]?.result {
                // Who asks for a page has it from the cache the next time.
                if case .done(let response, _) = result, response.status == 200 { jobs.byKey[key] = nil }
                return result
            }
            if jobs.byKey[key] == nil {
                guard jobs.queue.count < Self.longestQueue else {
                    return .failed("Too much is being computed already. Try again when some of it is done.")
                }
                jobs.begun += 1
                jobs.byKey[key] = Job(
                    number: jobs.begun, address: address, state: wanted.state, lastAsked: .now)
                jobs.queue.append(key)
            }
            jobs.byKey[key]?.lastAsked = .now
            return nil
        }
        if let standing { return standing }
        startNext()
        return jobs.withLock { jobs in
            if let place = jobs.queue.firstIndex(of: key) { return .waiting(before: place) }
            return .working(jobs.byKey[key]?.progress ?? "")
        }
    }

    /// Ends all that is being done.
    package func stop() {
        let processes = jobs.withLock { jobs in
            defer { jobs = Jobs() }
            return jobs.byKey.values.compactMap(\.process)
        }
        processes.forEach(Self.end)
    }

    /// At once: it only reads, and a thread that begins a process may hand on to it that signals wait.
    private static func end(_ process: Process) {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Ends what nobody has asked for lately.
    package func endAbandoned() {
        let left: [Process] = jobs.withLock { jobs in
            let now = ContinuousClock.now
            for (key, job) in jobs.byKey where job.begun.map({ now - $0 > Self.longest }) ?? false && job.result == nil
            {
                jobs.byKey[key]?.result = .failed("It takes longer than half an hour: the command has no such limit.")
                jobs.byKey[key]?.ended = now
            }
            let gone = jobs.byKey.filter { _, job in
                guard let ended = job.ended else { return now - job.lastAsked > patience }
                if case .done(let response, _)? = job.result, response.status == 200 { return now - ended > Self.kept }
                return now - ended > Self.told
            }
            for key in gone.keys {
                jobs.byKey[key] = nil
                jobs.queue.removeAll { $0 == key }
            }
            let late = jobs.byKey.values.filter { $0.result != nil }
            return (Array(gone.values) + late).compactMap(\.process)
        }
        left.forEach(Self.end)
    }

    private func startNext() {
        while true {
            let next: (key: ResultKey, job: Job)? = jobs.withLock { jobs in
                guard jobs.running < most, !jobs.queue.isEmpty else { return nil }
                let key = jobs.queue.removeFirst()
                guard let job = jobs.byKey[key] else { return nil }
                jobs.running += 1
                return (key, job)
            }
            guard let next else { return }
            start(next.key, next.job)
        }
    }

    private func start(_ key: ResultKey, _ job: Job) {
        let (program, arguments) = command(job.address)
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let (output, remarks) = (Pipe(), Pipe())
        // Open as long as this process is there.
        process.standardInput = Pipe()
        process.standardOutput = output
        process.standardError = remarks
        // One after the other: a process that begins beside another has its pipes open as well, and keeps them so.
        do { try Self.beginning.withLock { _ in try process.run() } } catch {
            finish(key, job.number, .failed("The work could not be begun: \(error.localizedDescription)"))
            return
        }
        let isWanted = jobs.withLock { $0.update(key, job.number) { ($0.process, $0.begun) = (process, .now) } }
        if !isWanted { Self.end(process) }
        let isReading = startThread {
            while true {
                let data = remarks.fileHandleForReading.availableData
                if data.isEmpty { break }
                let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
                if let last = lines.last {
                    self.jobs.withLock { _ = $0.update(key, job.number) { $0.progress = String(last) } }
                }
            }
        }
        let isWaiting = startThread {
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            let response = ExplorerResponse(serialized: [UInt8](data))
            self.finish(
                key, job.number,
                response.map { .done($0, job.state) }
                    ?? .failed("The work ended before it was done (\(process.terminationStatus))."))
        }
        if !isReading || !isWaiting { Self.end(process) }
        if !isWaiting { finish(key, job.number, .failed("The machine has no thread left.")) }
    }

    private func finish(_ key: ResultKey, _ number: Int, _ result: Standing) {
        jobs.withLock { jobs in
            jobs.running -= 1
            jobs.update(key, number) { job in
                (job.process, job.result, job.ended) = (nil, job.result ?? result, job.ended ?? .now)
            }
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

    package init?(serialized bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
        let head = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard head.count == 2, let status = Int(head[0]) else { return nil }
        self.status = status
        headers = [("Content-Type", String(head[1]))]
        body = Array(bytes[(end + 1)...])
    }
}

extension ResultKey {
    /// The same whatever the state of the database.
    fileprivate var ofAnyState: ResultKey {
        ResultKey(database: database, state: .init(), address: address)
    }
}

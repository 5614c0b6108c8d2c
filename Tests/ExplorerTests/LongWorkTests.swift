internal import Dispatch
internal import Explorer
internal import Foundation
internal import Testing

@Suite struct LongWorkTests {
    private static func key(_ address: String) -> ResultKey {
        .init(database: "x.db", state: .init(), address: address)
    }

    /// Work whose address is the shell's command.
    private static func work(most: Int = 1, patience: Duration = .seconds(60)) -> LongWork {
        LongWork(most: most, patience: patience) { ("/bin/sh", ["-c", $0]) }
    }

    private static func waitUntil(_ isTrue: () -> Bool) -> Bool {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            if isTrue() { return true }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return false
    }

    /// A process that its parent has not asked after yet has ended, too.
    private static func hasEnded(_ process: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return status.contains(") Z ")
    }

    /// A browser may be slow to ask again; what was made is there all the same, and what failed is told to all who ask.
    @Test func resultsWaitForWhoAsksLate() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let work = Self.work(most: 2, patience: .seconds(5))
        let page = "printf '200 text/plain\\nhello'; touch '\(folder.path)/page'"
        let failure = "printf '422 text/plain\\nno'; touch '\(folder.path)/failure'"
        for (name, command) in [("page", page), ("failure", failure)] {
            _ = work.standing(of: Self.key(name), at: command)
        }
        // Both are done before anyone asks again, and that is later than a page may be silent.
        #expect(Self.waitUntil { (try? FileManager.default.contentsOfDirectory(atPath: folder.path).count) == 2 })
        Thread.sleep(forTimeInterval: 6)
        work.endAbandoned()
        guard case .done(let made, _) = work.standing(of: Self.key("page"), at: "exit 1") else {
            Issue.record("what was made is gone")
            return
        }
        #expect(made.status == 200)
        for _ in 0..<3 {
            guard case .done(let told, _) = work.standing(of: Self.key("failure"), at: "exit 1") else {
                Issue.record("what failed is begun again")
                return
            }
            #expect(told.status == 422)
        }
    }

    @Test func whatWasMadeIsHandedOut() throws {
        let (work, command) = (Self.work(), "echo half of it >&2; sleep 0.5; printf '200 text/plain\\nhello'")
        var (response, progress): (ExplorerResponse?, Set<String>) = (nil, [])
        #expect(
            Self.waitUntil {
                switch work.standing(of: Self.key("a"), at: command) {
                case .done(let made, _): response = made
                case .working(let words): progress.insert(words)
                default: break
                }
                return response != nil
            })
        #expect(response.map { String(decoding: $0.body, as: UTF8.self) } == "hello" && response?.status == 200)
        #expect(progress.contains("half of it"))
        #expect(!work.isDoing(Self.key("a")))
    }

    @Test func aProgramThatFailsSaysSo() {
        let work = Self.work()
        for command in ["exit 3", "kill -9 $$", "echo no answer"] {
            var reason: String?
            #expect(
                Self.waitUntil {
                    if case .failed(let told) = work.standing(of: Self.key(command), at: command) { reason = told }
                    return reason != nil
                })
            #expect(reason?.contains("ended before it was done") ?? false)
        }
    }

    /// So many at a time; the others wait in their order, and come to their turn.
    @Test func othersWaitTheirTurn() {
        let work = Self.work(most: 1)
        let slow = "sleep 1; printf '200 text/plain\\n1'"
        _ = work.standing(of: Self.key("first"), at: slow)
        guard case .waiting(let before) = work.standing(of: Self.key("second"), at: slow) else {
            Issue.record("the second does not wait")
            return
        }
        #expect(before == 0)
        guard case .waiting(1) = work.standing(of: Self.key("third"), at: slow) else {
            Issue.record("the third does not wait behind the second")
            return
        }
        var done: [String] = []
        #expect(
            Self.waitUntil {
                for name in ["first", "second", "third"] where !done.contains(name) {
                    if case .done = work.standing(of: Self.key(name), at: slow) { done.append(name) }
                }
                return done.count == 3
            })
        #expect(done == ["first", "second", "third"])
    }

    /// What nobody asks for any more is ended, and does not keep the place of others; asked again it begins anew.
    @Test func whatNobodyAsksForIsEnded() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "gram-work-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let work = Self.work(patience: .milliseconds(300))
        let command = "echo $$ > '\(file.path)'; exec sleep 100"
        // A thread of a queue has signals blocked, and hands that on.
        DispatchQueue.global().sync { _ = work.standing(of: Self.key("left"), at: command) }
        var process: pid_t?
        #expect(
            Self.waitUntil {
                _ = work.standing(of: Self.key("left"), at: command)
                process = (try? String(contentsOf: file, encoding: .utf8)).flatMap { text in
                    pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
                }
                return process != nil
            })
        let running = try #require(process)
        #expect(
            Self.waitUntil {
                work.endAbandoned()
                return Self.hasEnded(running)
            })
        #expect(!work.isDoing(Self.key("left")))
        var isDone = false
        #expect(
            Self.waitUntil {
                if case .done = work.standing(of: Self.key("left"), at: "printf '200 text/plain\\nx'") { isDone = true }
                return isDone
            })
    }

    @Test func tooManyAreRefused() {
        let work = Self.work(most: 1)
        for number in 0..<33 { _ = work.standing(of: Self.key("\(number)"), at: "sleep 100") }
        guard case .failed(let reason) = work.standing(of: Self.key("one more"), at: "sleep 100") else {
            Issue.record("there is no end to what waits")
            return
        }
        #expect(reason.contains("Too much"))
        work.stop()
    }
}

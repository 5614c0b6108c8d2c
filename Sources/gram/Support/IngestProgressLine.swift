internal import Basics
internal import Foundation
internal import Gramarye
internal import Synchronization

/// Shows how far an ingest is while it runs.
func withIngestProgress<Result>(_ body: (IngestProgress) throws -> Result) rethrows -> Result {
    let progress = IngestProgress()
    guard Console.canRedraw, !Console.isQuiet else { return try body(progress) }
    let isDone = Mutex(false)
    let drawn = DispatchSemaphore(value: 0)
    let isDrawn = startThread {
        var lines: [IngestProgress.Stage: ProgressLine] = [
            .reading: ProgressLine("reading", unit: "bytes"),
            .training: ProgressLine("training subwords", unit: "subwords"),
            .counting: ProgressLine("counting", unit: "n-grams"),
            .syncing: ProgressLine("waiting for the disk", unit: ""),
        ]
        while !isDone.withLock({ $0 }) {
            let now = progress.snapshot
            lines[now.stage]?.update(done: now.done, of: now.total)
            usleep(50_000)
        }
        Console.redraw("")
        drawn.signal()
    }
    defer {
        isDone.withLock { $0 = true }
        if isDrawn { drawn.wait() }
    }
    return try body(progress)
}

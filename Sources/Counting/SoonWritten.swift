internal import Foundation
internal import Synchronization

/// Memory that is written soon, got from the system all at once instead of page by page as each is touched, which takes
/// twice as long; in large pages, which are found faster where memory is read at random, as long as they are to be had
/// quickly. A virtual machine that has to ask its host for them was seen to wait ten times as long.
///
/// It is advice that a system may ignore.
@safe package final class SoonWritten: Sendable {
    private let isSlow = Mutex(false)
    private let base: Int
    private let start: Int
    private let end: Int

    package init(_ bytes: UnsafeMutableRawBufferPointer) {
        let page = sysconf(Int32(_SC_PAGESIZE))
        base = Int(bitPattern: bytes.baseAddress)
        start = (base + page - 1) / page * page
        end = max(start, (base + bytes.count) / page * page)
        advise(start..<end, large)
    }

    /// Gets the memory of some of the bytes.
    package func get(_ range: Range<Int>) {
        let page = sysconf(Int32(_SC_PAGESIZE))
        let first = max((base + range.lowerBound) / page * page, start)
        let wanted = first..<max(first, min(base + range.upperBound, end))
        let taken = ContinuousClock().measure { advise(wanted, populate) }
        // A little memory may be part of a large page.
        guard wanted.count >= 1 << 20, taken > .nanoseconds(wanted.count / 2) else { return }
        isSlow.withLock { isSlow in
            if !isSlow { advise(start..<end, small) }
            isSlow = true
        }
    }

    private func advise(_ range: Range<Int>, _ advice: Int32?) {
        guard let advice, !range.isEmpty else { return }
        unsafe _ = madvise(UnsafeMutableRawPointer(bitPattern: range.lowerBound), range.count, advice)
    }

    #if os(Linux)
        private let (large, small, populate): (Int32?, Int32?, Int32?) = (
            Int32(MADV_HUGEPAGE), Int32(MADV_NOHUGEPAGE), Int32(MADV_POPULATE_WRITE)
        )
    #else
        private let (large, small, populate): (Int32?, Int32?, Int32?) = (nil, nil, nil)
    #endif
}

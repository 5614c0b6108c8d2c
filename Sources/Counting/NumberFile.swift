public import Basics
internal import Foundation
internal import Synchronization

/// Numbers in a temporary file: they take no memory, and the file has no name, so that nothing of it is left however the
/// process ends.
///
/// They are appended by one thread at a time; what stands there is read, and written over, by any.
package final class NumberFile<Number: BitwiseCopyable & Sendable>: Sendable {
    private struct State {
        var waiting: [Number] = []
        var written = 0
    }

    /// So many numbers are written at a time.
    private static var batch: Int { 1 << 16 }
    private static var width: Int { MemoryLayout<Number>.stride }

    private let folder: String
    private let descriptor: Int32
    private let state: Mutex<State>

    /// - Parameters:
    ///   - folder: of the file.
    ///   - count: how many numbers it has from the beginning, all of them of zero bits.
    package init(in folder: String, count: Int = 0) throws(SpillError) {
        self.folder = folder
        descriptor = Self.open(in: folder)
        guard descriptor >= 0 else { throw SpillError(folder: folder, code: errno) }
        state = Mutex(State(written: count))
        guard ftruncate(descriptor, off_t(count * Self.width)) == 0 else {
            throw SpillError(folder: folder, code: errno)
        }
    }

    /// A file without a name; where the file system has no such files, one whose name is taken away at once.
    private static func open(in folder: String) -> Int32 {
        #if os(Linux)
            // O_TMPFILE, which C defines by a macro that Swift does not see.
            let unnamed = unsafe Foundation.open(folder, O_DIRECTORY | 0o20_000_000 | O_RDWR | O_CLOEXEC, 0o600)
            if unnamed >= 0 { return unnamed }
        #endif
        var path = Array((folder + "/.gram-spill-XXXXXX").utf8CString)
        let named = unsafe path.withUnsafeMutableBufferPointer { unsafe mkstemp($0.baseAddress!) }
        guard named >= 0 else { return named }
        unsafe _ = path.withUnsafeBufferPointer { unsafe unlink($0.baseAddress!) }
        _ = fcntl(named, F_SETFD, FD_CLOEXEC)
        return named
    }

    deinit { close(descriptor) }

    package var count: Int { state.withLock { $0.written + $0.waiting.count } }

    package func append(_ numbers: some Sequence<Number>) throws(SpillError) {
        try state.withLock { state throws(SpillError) in
            state.waiting.append(contentsOf: numbers)
            if state.waiting.count >= Self.batch { try flush(&state) }
        }
    }

    private func flush(_ state: inout State) throws(SpillError) {
        try put(state.waiting, at: state.written)
        state.written += state.waiting.count
        state.waiting.removeAll(keepingCapacity: true)
    }

    /// Some of the numbers.
    package func read(_ range: Range<Int>) throws(SpillError) -> [Number] {
        try state.withLock { state throws(SpillError) in
            if !state.waiting.isEmpty { try flush(&state) }
            precondition(range.upperBound <= state.written, "numbers that are not there")
        }
        var code: Int32?
        let numbers = unsafe [Number](unsafeUninitializedCapacity: range.count) { buffer, initialized in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            var done = 0
            while done < range.count * Self.width {
                let got = unsafe pread(
                    descriptor, bytes.baseAddress! + done, range.count * Self.width - done,
                    off_t(range.lowerBound * Self.width + done))
                if got < 0 && errno == EINTR { continue }
                guard got > 0 else {
                    code = got == 0 ? EIO : errno
                    return
                }
                done += got
            }
            initialized = range.count
        }
        if let code { throw SpillError(folder: folder, code: code) }
        return numbers
    }

    /// All the numbers, to be looked up here and there; none may be appended meanwhile.
    package func mapped() throws(SpillError) -> MappedNumbers<Number> {
        let count = try state.withLock { state throws(SpillError) in
            if !state.waiting.isEmpty { try flush(&state) }
            return state.written
        }
        guard let numbers = MappedNumbers<Number>(descriptor: descriptor, count: count) else {
            throw SpillError(folder: folder, code: errno)
        }
        return numbers
    }

    /// Writes over numbers that are there.
    package func write(_ numbers: [Number], at start: Int) throws(SpillError) {
        precondition(state.withLock { start + numbers.count <= $0.written }, "numbers that are not there")
        try put(numbers, at: start)
    }

    private func put(_ numbers: [Number], at start: Int) throws(SpillError) {
        var code: Int32?
        unsafe numbers.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let wrote = unsafe pwrite(
                    descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(start * Self.width + done))
                if wrote < 0 && errno == EINTR { continue }
                guard wrote > 0 else {
                    code = wrote == 0 ? EIO : errno
                    return
                }
                done += wrote
            }
        }
        if let code { throw SpillError(folder: folder, code: code) }
    }
}

/// A temporary file that cannot be written or read.
public struct SpillError: ExplainedError, Equatable {
    /// Where it is.
    public let folder: String
    let code: Int32

    public var explanation: Explanation {
        Explanation(
            "a temporary file in \(folder.isEmpty ? "." : folder) cannot be used: \(systemMessage(code))",
            cause: "What does not fit in the memory granted is kept in such files.",
            remedy: "Make room there, or grant more memory.", kind: .inputOutput)
    }
}

internal import Foundation
internal import Synchronization
internal import Tokenization

/// The tokens read so far, chunk after chunk: in memory, and beyond a limit in a temporary file.
///
/// Chunks are reserved in the order of the text and filled in any order, by any thread; each is read after it was filled.
final class TokenSpool: Sendable {
    /// A chunk's place. An empty one is never stored.
    struct Chunk: Sendable {
        fileprivate let index: Int
        let count: Int
    }

    private enum Place {
        case reserved
        case memory([TokenID])
        /// At this token's number in the file.
        case file(Int)
    }

    private struct State {
        var places: [Place] = []
        var held = 0
        var filed = 0
        var file: SpoolFile?
    }

    private let limit: Int
    private let database: String
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: how many tokens are kept in memory.
    ///   - database: beside which the temporary file is made; it has no name, so that nothing of it is left.
    init(limit: Int, beside database: String) {
        self.limit = limit
        self.database = database
    }

    /// Takes the next place.
    func reserve(_ count: Int) throws -> Chunk {
        try state.withLock { state in
            let index = state.places.count
            if state.held + count <= limit {
                state.places.append(.reserved)
                state.held += count
            } else {
                if state.file == nil { state.file = try SpoolFile(beside: database) }
                state.places.append(.file(state.filed))
                state.filed += count
            }
            return Chunk(index: index, count: count)
        }
    }

    func fill(_ chunk: Chunk, with tokens: consuming [TokenID]) throws {
        precondition(tokens.count == chunk.count)
        let tokens = tokens
        let target: (SpoolFile, Int)? = state.withLock { state in
            if case .file(let start) = state.places[chunk.index], let file = state.file { return (file, start) }
            state.places[chunk.index] = .memory(tokens)
            return nil
        }
        if let (file, start) = target { try file.write(tokens, at: start) }
    }

    func append(_ tokens: [TokenID]) throws -> Chunk {
        let chunk = try reserve(tokens.count)
        try fill(chunk, with: tokens)
        return chunk
    }

    func tokens(of chunk: Chunk) throws -> [TokenID] {
        let (place, file) = state.withLock { ($0.places[chunk.index], $0.file) }
        switch place {
        case .memory(let tokens): return tokens
        case .file(let start): return try file?.read(chunk.count, at: start) ?? []
        case .reserved: preconditionFailure("a chunk is read before it was filled")
        }
    }

    /// Gives a chunk's memory back; it is not read again.
    func forget(_ chunk: Chunk) {
        state.withLock { state in
            guard case .memory = state.places[chunk.index] else { return }
            state.places[chunk.index] = .reserved
            state.held -= chunk.count
        }
    }
}

/// A temporary file without a name.
private final class SpoolFile: Sendable {
    private let descriptor: Int32
    private let path: String

    init(beside database: String) throws(StorageError) {
        let url = URL(fileURLWithPath: resolvingLinks(database).path)
        path = database
        #if os(Linux)
            let file = unsafe open(
                url.deletingLastPathComponent().path, O_RDWR | O_CLOEXEC | Self.withoutName, 0o600)
            if file >= 0 {
                descriptor = file
                return
            }
            guard [EOPNOTSUPP, EISDIR, ENOENT, EINVAL].contains(errno) else {
                throw StorageError(errno: errno, writing: path)
            }
        #endif
        // Not every file system has files without a name: it loses it at once.
        let named = try LockedFile(beside: url.path)
        descriptor = dup(named.descriptor)
        guard descriptor >= 0 else { throw StorageError(errno: errno, writing: path) }
    }

    #if os(Linux)
        /// O_TMPFILE, which C defines by a macro that Swift does not see.
        private static let withoutName = O_DIRECTORY | 0o20_000_000
    #endif

    deinit { close(descriptor) }

    func write(_ tokens: [TokenID], at start: Int) throws(StorageError) {
        var done = 0
        while done < tokens.count * 4 {
            let wrote = unsafe tokens.withUnsafeBytes {
                unsafe pwrite(descriptor, $0.baseAddress! + done, $0.count - done, off_t(start * 4 + done))
            }
            if wrote < 0 && errno == EINTR { continue }
            guard wrote > 0 else { throw StorageError(errno: errno, writing: path) }
            done += wrote
        }
    }

    func read(_ count: Int, at start: Int) throws(StorageError) -> [TokenID] {
        var tokens = [TokenID](repeating: 0, count: count)
        var done = 0
        while done < count * 4 {
            let got = unsafe tokens.withUnsafeMutableBytes {
                unsafe pread(descriptor, $0.baseAddress! + done, $0.count - done, off_t(start * 4 + done))
            }
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { throw StorageError(errno: EIO, writing: path) }
            done += got
        }
        return tokens
    }
}

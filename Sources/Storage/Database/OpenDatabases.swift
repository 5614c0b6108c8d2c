internal import Foundation
internal import Synchronization

/// The database files that this process has open.
///
/// SQLite locks files by `fcntl`, and such locks end when the process closes *any* descriptor of the file: what SQLite
/// has open must not be opened and closed beside it, not even to look at its first bytes.
enum OpenDatabases {
    /// Which file it is, whatever its name.
    struct Identity: Hashable {
        private let device: UInt64
        private let number: UInt64

        /// `nil` if there is none at the path.
        init?(of path: String) {
            var status = stat()
            guard unsafe stat(path, &status) == 0 else { return nil }
            device = UInt64(status.st_dev)
            number = UInt64(status.st_ino)
        }
    }

    private static let connections = Mutex<[Identity: Int]>([:])

    static func contains(_ path: String) -> Bool {
        guard let identity = Identity(of: path) else { return false }
        return connections.withLock { $0[identity] != nil }
    }

    static func add(_ identity: Identity) { connections.withLock { $0[identity, default: 0] += 1 } }

    static func remove(_ identity: Identity) {
        connections.withLock { connections in
            let count = connections[identity, default: 1] - 1
            connections[identity] = count > 0 ? count : nil
        }
    }
}

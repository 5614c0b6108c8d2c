/// A file that is written beside its place, and then appears there whole or not at all.
///
/// It has a name of its own until then, that of no file of a user, and is deleted with the value; what a killed process
/// left goes when the next file is made in the folder.
package final class NewFile {
    private let file: LockedFile

    /// - Parameter path: where it will be, in place of what is there.
    /// - Throws: `StorageError` if nothing can be made in its folder.
    package init(inPlaceOf path: String) throws(StorageError) { file = try LockedFile(beside: path) }

    /// Adds to the file's end.
    /// - Throws: `StorageError` if the disk is full or fails.
    package func write(_ bytes: [UInt8]) throws(StorageError) { try file.write(bytes) }

    /// Brings the file to the disk and gives it its name.
    /// - Parameter replacing: whether another file of that name goes; else it is an error that there is one.
    /// - Throws: `StorageError`; there is then what was there before.
    package func publish(replacing: Bool = true) throws(StorageError) { try file.publish(replacing: replacing) }
}

internal import Basics
internal import CArchive
internal import Foundation

/// The texts of a tar or zip archive, in its order. What a member's own compression hides is read too.
final class ArchiveReader: ByteReader {
    private let file: OpenFile
    private let kind: CompressedKind
    private let title: String
    private let unpacked: UnpackedStream
    private let handle: ArchiveHandle
    private let settings: DecompressionSettings
    private let expansion: Expansion
    private var member: UnpackedStream?
    private var memberNotes: [String] = []
    private var members = 0
    /// What the archive itself says of its members, where libarchive has no name of one.
    private var directory: [ZipDirectory.Member]?
    private var lacksEnd = false
    private let isText: (String) -> Bool
    private var others = LeftOutFiles()
    private var noFiles = 0

    init(
        _ unpacked: UnpackedStream, kind: CompressedKind, of file: OpenFile, title: String,
        settings: DecompressionSettings, expansion: Expansion, isText: @escaping (String) -> Bool
    ) throws(InputError) {
        self.isText = isText
        self.file = file
        self.kind = kind
        self.title = title
        self.unpacked = unpacked
        self.settings = settings
        self.expansion = expansion
        let input = ArchiveInput(unpacked.content)
        handle = try unsafe ArchiveHandle(input, title: title) { archive in
            if kind == .tar {
                unsafe archive_read_support_format_tar(archive)
                // As when compressed archives are put one after the other.
                unsafe archive_read_set_option(archive, "tar", "read_concatenated_archives", "1")
            } else if input.canSeek {
                unsafe archive_read_support_format_zip_seekable(archive)
            } else {
                unsafe archive_read_support_format_zip_streamable(archive)
            }
        }
    }

    var bytesRead: Int { file.bytesRead }

    var notes: [String] {
        var lines = unpacked.notes() + memberNotes
        if lacksEnd { lines.append("\(title): the mark of its end is missing; members after the last may be lost") }
        if let line = others.line { lines.append("\(title): \(line)") }
        if noFiles > 0 {
            lines.append("\(title): \(counted(noFiles, "link")) to other files, or what is no file, left out")
        }
        return lines
    }

    func nextDocument() throws(InputError) -> String? {
        memberNotes += member?.notes() ?? []
        member = nil
        while let entry = unsafe try handle.next() {
            members += 1
            let size = unsafe archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
            // Where there is no name, libarchive takes an old error of memory for its own and ends the process.
            errno = 0
            let known = unsafe archive_entry_pathname(entry).map {
                unsafe UnsafeBufferPointer(start: $0, count: strlen($0)).map { UInt8(bitPattern: $0) }
            }
            let path = if let known { known } else { try rawName(size: size) }
            let name = path.flatMap { documentName(ofPath: $0) } ?? "member \(members)"
            let kind = unsafe archive_entry_filetype(entry)
            // A folder of some bytes is a file whose kind is damaged.
            if unsafe kind == S_IFDIR && archive_entry_size(entry) == 0 || name.hasPrefix("__MACOSX/") { continue }
            // A name that cannot be had tells nothing of what is in it.
            guard path == nil || isText(name) else {
                others.add(name)
                continue
            }
            errno = 0
            guard kind == S_IFREG, unsafe archive_entry_hardlink(entry) == nil else {
                noFiles += 1
                continue
            }
            let title = memberTitle(name, in: self.title)
            member = try UnpackedStream(
                MemberStream(self, title: title, size: size), title: title, settings: settings, expansion: expansion,
                outerLayers: unpacked.layers + 1)
            return name
        }
        try handle.input.drain()
        switch kind {
        case .zip: try requireAllMembers()
        default: lacksEnd = try handle.input.lastBlock().contains { $0 != 0 }
        }
        return nil
    }

    /// The name that a zip archive's directory gives the member at hand, if that is marked as UTF-8 and is none: what it
    /// is then, libarchive does not tell.
    private func rawName(size: Int?) throws(InputError) -> [UInt8]? {
        guard kind == .zip, let file = unpacked.content as? OpenFile else { return nil }
        if directory == nil { directory = try ZipDirectory.members(of: file) ?? [] }
        guard let directory, directory.indices.contains(members - 1) else { return nil }
        let member = directory[members - 1]
        let isOne = member.isUTF8 && String(validating: member.name, as: UTF8.self) == nil
        return isOne && (size == nil || member.size == nil || size == member.size) ? member.name : nil
    }

    private func requireAllMembers() throws(InputError) {
        guard let file = unpacked.content as? OpenFile, let count = try ZipDirectory.memberCount(of: file),
            count != members % 65_536
        else { return }
        throw .damagedArchive(
            title: title, reason: "it says that it has \(counted(count, "member")), and has \(members)")
    }

    func nextChunk(into buffer: inout [UInt8]) throws(InputError) {
        guard let member else { return buffer.removeAll() }
        try member.content.read(upTo: chunkSize, into: &buffer)
        try expansion.handOut(buffer.count)
    }

    /// The bytes of the entry at hand.
    private final class MemberStream: ByteStream {
        private unowned let reader: ArchiveReader
        private let title: String
        private var remaining: Int?

        init(_ reader: ArchiveReader, title: String, size: Int?) {
            self.reader = reader
            self.title = title
            // Whatever the archive says.
            remaining = size.flatMap { $0 < 0 ? nil : $0 }
        }

        func read(upTo count: Int, into buffer: inout [UInt8]) throws(InputError) {
            try reader.handle.read(upTo: count, remaining: remaining, of: title, into: &buffer)
            remaining = remaining.map { max(0, $0 - buffer.count) }
            if reader.unpacked.layers == 0 {
                reader.expansion.consumed = max(reader.expansion.consumed, reader.handle.consumed)
            }
            try reader.expansion.add(buffer.count, toLayer: reader.unpacked.layers)
        }
    }
}

func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}

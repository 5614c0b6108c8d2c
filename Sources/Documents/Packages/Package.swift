internal import CArchive
internal import Foundation

/// The parts of a document that is a zip archive: EPUB, DOCX, ODT.
struct Package {
    private var parts: [String: [UInt8]] = [:]
    private var total = 0
    private let bytes: [UInt8]
    private let limit: Int
    private let decode: DocumentParser.Decode
    let format: TextFormat

    /// What the names in an archive tell of its format; `nil` for an archive of texts.
    static func format(ofNames names: some Sequence<String>) -> TextFormat? {
        let names = Set(names)
        if names.contains("META-INF/container.xml"),
            names.contains("mimetype") || names.contains(where: { $0.hasSuffix(".opf") })
        {
            return .epub
        }
        if names.contains("[Content_Types].xml"), names.contains(where: { $0.hasPrefix("word/") }) { return .docx }
        // Others, tables among them, have the first two too: what they are stands in `mimetype`.
        if names.contains("content.xml"), names.contains("META-INF/manifest.xml") || names.contains("mimetype") {
            return .odt
        }
        return nil
    }

    /// What an archive is that is a package as DOCX is one, but no text that is read; and what is read instead.
    static func foreign(names: some Sequence<String>) -> (what: String, instead: String)? {
        let names = Set(names)
        guard names.contains("[Content_Types].xml"), format(ofNames: names) == nil else { return nil }
        func has(_ folder: String) -> Bool { names.contains { $0.hasPrefix(folder) } }
        if has("xl/") { return ("an Excel workbook", "CSV, a row for each document") }
        if has("ppt/") { return ("a PowerPoint presentation", "PDF or plain text") }
        return ("an Office file that is no text", "DOCX, PDF or plain text")
    }

    /// The format of an archive that is at hand.
    /// - Throws: `FormatError.unread`, `InputError`.
    static func format(of bytes: [UInt8]) throws -> TextFormat? {
        guard let members = try ZipDirectory.members(of: MemoryStream(bytes)) else { return nil }
        let names = members.map { String(decoding: $0.name, as: UTF8.self) }
        if let (what, instead) = foreign(names: names) { throw FormatError.unread(what, instead: instead) }
        return format(ofNames: names)
    }

    /// - Parameters:
    ///   - limit: bytes of all parts together. Pictures, sounds and fonts are no parts.
    ///   - decode: makes UTF-8 of a part that declares another encoding.
    /// - Throws: `FormatError.tooLarge`, `InputError`.
    init(_ bytes: [UInt8], as format: TextFormat, limit: Int, decode: @escaping DocumentParser.Decode) throws {
        self.format = format
        self.bytes = bytes
        self.limit = limit
        self.decode = decode
        try unpack(where: Self.isRead)
    }

    /// Unpacks parts too whose names do not tell that they are text.
    /// - Throws: as `init`.
    mutating func unpack(_ names: Set<String>) throws {
        let missing = names.filter { !has($0) }
        if !missing.isEmpty { try unpack(where: missing.contains) }
    }

    private mutating func unpack(where isWanted: (String) -> Bool) throws {
        let input = ArchiveInput(MemoryStream(bytes))
        let handle = try unsafe ArchiveHandle(input, title: "its package") {
            unsafe archive_read_support_format_zip_seekable($0)
        }
        while let entry = unsafe try handle.next() {
            errno = 0
            guard let name = unsafe archive_entry_pathname(entry).map({ unsafe String(cString: $0) }), isWanted(name)
            else { continue }
            if unsafe archive_entry_is_data_encrypted(entry) != 0 { throw FormatError.encrypted(format) }
            var part: [UInt8] = []
            var chunk: [UInt8] = []
            repeat {
                try handle.read(upTo: chunkSize, of: name, into: &chunk)
                total += chunk.count
                guard total <= limit else { throw FormatError.tooLarge(format, limit: limit) }
                part += chunk
            } while !chunk.isEmpty
            parts[name] = part
        }
    }

    private static func isRead(_ name: String) -> Bool {
        let name = name.lowercased()
        return name == "mimetype"
            || [".xml", ".rels", ".opf", ".xhtml", ".html", ".htm"].contains { name.hasSuffix($0) }
    }

    func has(_ name: String) -> Bool { parts[name] != nil }

    /// - Throws: `.malformed` where there is none.
    func part(_ name: String) throws(FormatError) -> [UInt8] {
        guard let part = parts[name] else { throw .malformed(format, reason: "it has no part \(name)") }
        return part
    }

    /// The events of a part of XML.
    /// - Throws: `FormatError`, what decoding throws.
    func events(_ name: String) throws -> MarkupEvents {
        try MarkupEvents(utf8(try part(name), declared: DeclaredEncoding.ofXML), isHTML: false, format: format)
    }

    /// The text of a part in UTF-8. The standards allow UTF-8 and UTF-16 alone; books of old tools are in what they declare.
    func utf8(_ bytes: [UInt8], declared: ([UInt8]) -> String?) throws -> [UInt8] {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            let high = bytes[0] == 0xFE ? 0 : 1
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
                UInt16(bytes[index + high]) << 8 | UInt16(bytes[index + 1 - high])
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        }
        if String(validating: bytes, as: UTF8.self) != nil { return bytes }
        guard let name = declared(bytes), !["utf-8", "utf8"].contains(name.lowercased()) else {
            throw FormatError.malformed(format, reason: "a part is not in UTF-8")
        }
        return try decode(bytes, name)
    }

    /// A path within the package, as another part names it.
    static func resolve(_ reference: String, from part: String) -> String {
        let path = reference.prefix { $0 != "#" && $0 != "?" }
        var parts = path.hasPrefix("/") ? [] : part.split(separator: "/").dropLast().map(String.init)
        for step in path.split(separator: "/") {
            if step == ".." { _ = parts.popLast() } else if step != "." { parts.append(String(step)) }
        }
        let joined = parts.joined(separator: "/")
        return joined.removingPercentEncoding ?? joined
    }
}

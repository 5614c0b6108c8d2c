/// EPUB 2 and 3: the documents of the spine in its order, without tables of contents.
///
/// - SeeAlso: EPUB 3.3, 5 (package document) and 4.2.6 (`META-INF`).
enum EPUBReader {
    /// Media types of pages; `text/x-oeb1-document` is that of the oldest books.
    private static let pages = ["application/xhtml+xml", "text/html", "text/x-oeb1-document", ""]

    private struct Item {
        let path: String
        let mediaType: String
        let isNavigation: Bool
    }

    static func document(_ package: Package) throws -> ParsedDocument {
        var package = package
        let root = try rootFile(of: package)
        let events = try package.events(root)
        var result = ParsedDocument(text: [])
        var items: [String: Item] = [:]
        var spine: [String] = []
        var contents: Set<String> = []
        var value: (key: String, text: [UInt8])?
        var authors: [String] = []
        while let event = try events.next() {
            switch event {
            case .start("title"): value = ("title", [])
            case .start("creator"): value = ("author", [])
            case .start("date"): value = ("date", [])
            case .start("language"): value = ("language", [])
            case .start("item"):
                guard let id = events.attribute("id"), let path = events.attribute("href") else { continue }
                items[id] = Item(
                    path: Package.resolve(path, from: root), mediaType: events.attribute("media-type") ?? "",
                    isNavigation: events.attribute("properties")?.split(separator: " ").contains("nav") ?? false)
            case .start("itemref"): if let id = events.attribute("idref") { spine.append(id) }
            case .start("reference") where events.attribute("type")?.lowercased() == "toc":
                if let path = events.attribute("href") { contents.insert(Package.resolve(path, from: root)) }
            case .text(let bytes): value?.text += bytes
            case .end:
                guard let (key, text) = value else { continue }
                if key == "author" {
                    authors.append(String(decoding: text, as: UTF8.self))
                } else {
                    result.describe(key, String(decoding: text, as: UTF8.self))
                }
                value = nil
            case .start: break
            }
        }
        result.describe("author", authors.joined(separator: "; "))
        let encrypted = try encryptedParts(of: package)
        try package.unpack(Set(spine.compactMap { items[$0] }.filter { pages.contains($0.mediaType) }.map(\.path)))
        var (missing, repeated) = (0, 0)
        var unread: [String: Int] = [:]
        var taken: Set<String> = []
        for id in spine {
            guard let item = items[id] else {
                missing += 1
                continue
            }
            guard !item.isNavigation, !contents.contains(item.path) else { continue }
            // A small file could name one part without end.
            guard taken.insert(item.path).inserted else {
                repeated += 1
                continue
            }
            guard pages.contains(item.mediaType) else {
                unread[item.mediaType, default: 0] += 1
                continue
            }
            guard !encrypted.contains(item.path) else { throw FormatError.encrypted(.epub) }
            guard package.has(item.path) else {
                missing += 1
                continue
            }
            let bytes = try package.part(item.path)
            let page = try HTMLReader.document(
                package.utf8(bytes, declared: DeclaredEncoding.ofHTML), skipsNavigation: true)
            result.text += page.text
            for note in page.notes where !result.notes.contains(note) { result.notes.append(note) }
        }
        guard !spine.isEmpty else { throw FormatError.malformed(.epub, reason: "its spine is empty") }
        if missing > 0 { result.notes.append("\(missing) of the \(spine.count) parts of its spine are missing") }
        if repeated > 0 {
            result.notes.append("\(repeated) of the \(spine.count) parts of its spine are named again, and read once")
        }
        for (type, count) in unread.sorted(by: { $0.key < $1.key }) {
            result.notes.append("\(count) of the \(spine.count) parts of its spine are no pages, and left out: \(type)")
        }
        return result
    }

    private static func rootFile(of package: Package) throws -> String {
        let events = try package.events("META-INF/container.xml")
        while let event = try events.next() {
            if case .start("rootfile") = event, let path = events.attribute("full-path") {
                return Package.resolve(path, from: "")
            }
        }
        throw FormatError.malformed(.epub, reason: "its container names no package document")
    }

    private static func encryptedParts(of package: Package) throws -> Set<String> {
        guard package.has("META-INF/encryption.xml") else { return [] }
        var paths: Set<String> = []
        let events = try package.events("META-INF/encryption.xml")
        while let event = try events.next() {
            if case .start("CipherReference") = event, let path = events.attribute("URI") {
                paths.insert(Package.resolve(path, from: ""))
            }
        }
        return paths
    }
}

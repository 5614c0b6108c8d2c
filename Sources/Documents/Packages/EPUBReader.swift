/// EPUB 2 and 3: the documents of the spine in its order, without tables of contents.
///
/// - SeeAlso: EPUB 3.3, 5 (package document) and 4.2.6 (`META-INF`).
enum EPUBReader {
    private struct Item {
        let path: String
        let mediaType: String
        let isNavigation: Bool
    }

    static func document(_ package: Package) throws -> ParsedDocument {
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
        var missing = 0
        for id in spine {
            guard let item = items[id], !item.isNavigation, !contents.contains(item.path) else { continue }
            guard ["application/xhtml+xml", "text/html", ""].contains(item.mediaType) else { continue }
            guard !encrypted.contains(item.path) else { throw FormatError.encrypted(.epub) }
            guard package.has(item.path) else {
                missing += 1
                continue
            }
            let bytes = try package.part(item.path)
            let page = try HTMLReader.document(
                package.utf8(bytes, declared: DeclaredEncoding.ofXML), skipsNavigation: true)
            result.text += page.text
        }
        guard !spine.isEmpty else { throw FormatError.malformed(.epub, reason: "its spine is empty") }
        if missing > 0 { result.notes.append("\(missing) of the \(spine.count) parts of its spine are missing") }
        return result
    }

    private static func rootFile(of package: Package) throws(FormatError) -> String {
        let events = try package.events("META-INF/container.xml")
        while let event = try events.next() {
            if case .start("rootfile") = event, let path = events.attribute("full-path") {
                return Package.resolve(path, from: "")
            }
        }
        throw .malformed(.epub, reason: "its container names no package document")
    }

    private static func encryptedParts(of package: Package) throws(FormatError) -> Set<String> {
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

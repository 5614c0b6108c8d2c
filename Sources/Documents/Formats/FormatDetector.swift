internal import Basics

/// Tells what a text is by its beginning, never by its name.
package enum FormatDetector {
    /// How many bytes are looked at.
    package static let headSize = 1 << 16

    /// - Parameters:
    ///   - head: the first bytes, in any encoding that has ASCII in it.
    ///   - textColumn: of tables: with it, all is a table that shows no other format, so that a missing column is not
    ///     passed over; without it none is.
    /// - Throws: `FormatError.unread` for word processors' files that are not read.
    package static func format(
        of head: [UInt8], textColumn: String? = nil
    ) throws(FormatError) -> TextFormat {
        let format = try formatWithoutTables(of: head)
        guard format == .text, textColumn != nil else { return format }
        let text = Array(withoutMark(ascii(head.prefix(headSize))))
        let isTabbed = text.prefix { $0 != 0x0A && $0 != 0x0D }.contains(0x09)
        return isTabbed ? .tsv : .csv
    }

    /// Whether a name says that a text is a table.
    package static func isNamedAsTable(_ name: String) -> Bool {
        isNamedAsText(name, tables: true) && !isNamedAsText(name)
    }

    /// What an archive that is at hand is, if it is one document.
    /// - Throws: `FormatError.unread` for packages of other kinds, `InputError`.
    package static func format(ofArchive bytes: [UInt8]) throws -> TextFormat? {
        try Package.format(of: bytes)
    }

    private static func formatWithoutTables(of head: [UInt8]) throws(FormatError) -> TextFormat {
        let head = head.prefix(headSize)
        if head.starts(with: "%PDF-".utf8) { return .pdf }
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw .unread("an old Word, Excel or encrypted Office file", instead: "DOCX or plain text")
        }
        if head.starts(with: "{\\rtf".utf8) { throw .unread("RTF", instead: "DOCX or plain text") }
        let text = withoutMark(ascii(head))
        let begun = text.drop { $0.isASCIISpace }
        if begun.starts(with: "WEBVTT".utf8) { return .vtt }
        if begun.first == UInt8(ascii: "<") {
            let markup = markup(begun)
            if markup == .html || markup == .tei { return markup! }
            return isVertical(begun) ? .vertical : markup ?? .text
        }
        let lines = begun.prefix(1 << 14).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        if isSubtitles(lines) { return .srt }
        if isCoNLLU(lines, isWhole: text.count <= 1 << 14) { return .conllu }
        return .text
    }

    /// How many of a text's tags there are in a sample: `</p>`, `<br/>`, `<div class="x">`, but no `<unk>`, `<s>`, `</s>`.
    package static func tagCount(in sample: Span<UInt8>) -> Int {
        var count = 0
        var index = 0
        while index < sample.count {
            guard sample[index] == UInt8(ascii: "<") else {
                index += 1
                continue
            }
            let start = index
            index += 1
            while index < sample.count, index - start < 256, sample[index] != UInt8(ascii: ">"),
                sample[index] != UInt8(ascii: "<")
            { index += 1 }
            guard index < sample.count, sample[index] == UInt8(ascii: ">"), index > start + 2 else { continue }
            let last = sample[index - 1]
            let first = sample[start + 1]
            var hasAttribute = false
            for place in start..<index where sample[place] == UInt8(ascii: "=") { hasAttribute = true }
            let isClosed = first == UInt8(ascii: "/") && sample[start + 2].isASCIILetter
            let isEmpty = last == UInt8(ascii: "/") && first.isASCIILetter
            let isMarker = isClosed && index == start + 3 && sample[start + 2] | 0x20 == UInt8(ascii: "s")
            if !isMarker, isClosed || isEmpty || first.isASCIILetter && hasAttribute { count += 1 }
        }
        return count
    }

    /// UTF-16's and UTF-32's letters by themselves, so that its tags are seen too.
    private static func ascii(_ head: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        if head.starts(with: [0, 0, 0xFE, 0xFF]) { return ArraySlice(head.dropFirst(4).filter { $0 != 0 }) }
        guard head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) else { return head }
        return ArraySlice(head.dropFirst(2).filter { $0 != 0 })
    }

    private static func withoutMark(_ head: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head
    }

    /// HTML, TEI or other XML, by the root's name and what stands before it.
    private static func markup(_ text: ArraySlice<UInt8>) -> TextFormat? {
        var rest = text
        var isXML = false
        while rest.first == UInt8(ascii: "<") {
            if rest.starts(with: "<?".utf8) {
                isXML = isXML || rest.starts(with: "<?xml".utf8)
                rest = rest.after("?>")
            } else if rest.starts(with: "<!--".utf8) {
                rest = rest.after("-->")
            } else if rest.lowercasePrefix(9) == "<!doctype" {
                if rest.lowercasePrefix(14) == "<!doctype html" { return .html }
                // A subset of its own may have the end mark inside.
                let subset = rest.prefix { $0 != UInt8(ascii: ">") }
                rest = subset.contains(UInt8(ascii: "[")) ? rest.after("]").after(">") : rest.after(">")
                isXML = true
            } else {
                break
            }
            rest = rest.drop { $0.isASCIISpace }
        }
        guard rest.first == UInt8(ascii: "<") else { return isXML ? .xml : nil }
        let name = rest.dropFirst().prefix { !$0.isASCIISpace && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
        let root = String(decoding: name, as: UTF8.self)
        switch root.split(separator: ":").last.map(String.init) ?? "" {
        case "TEI", "TEI.2", "teiCorpus", "teiCorpus.2": return .tei
        case let name where ["html", "head", "body", "title", "meta"].contains(name.lowercased()): return .html
        default: return isXML ? .xml : nil
        }
    }

    /// Lines of one tag alone, and of tokens, with columns between tabs if there are several.
    private static func isVertical(_ text: ArraySlice<UInt8>) -> Bool {
        let lines = text.prefix(1 << 14).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).dropLast(
            text.count > 1 << 14 ? 1 : 0)
        guard lines.first?.starts(with: "<?".utf8) == false, lines.first?.starts(with: "<!".utf8) == false else {
            return false
        }
        var (tags, tokens, columns) = (0, 0, Set<Int>())
        for line in lines {
            if VerticalReader.isTag(line) {
                tags += 1
            } else {
                let count = line.count { $0 == 0x09 }
                // A column alone is a token alone.
                guard count > 0 || !line.contains(0x20), !line.contains(UInt8(ascii: "<")) || count > 0 else {
                    return false
                }
                tokens += 1
                columns.insert(count)
            }
        }
        return tags > 0 && tokens > 0 && columns.count == 1 && VerticalReader.isTag(lines[lines.startIndex])
    }

    private static func isSubtitles(_ lines: [ArraySlice<UInt8>]) -> Bool {
        guard lines.count > 1, lines[0].allSatisfy({ (0x30...0x39).contains($0) || $0.isASCIISpace }) else {
            return false
        }
        return SubtitleReader.isTiming(lines[1])
    }

    /// Comments, then lines of ten columns that begin with a number.
    private static func isCoNLLU(_ lines: [ArraySlice<UInt8>], isWhole: Bool) -> Bool {
        let rows = (isWhole ? lines[...] : lines.dropLast()).filter { $0.first != UInt8(ascii: "#") }
        guard !rows.isEmpty else { return false }
        // Tables of numbers may have ten columns too: words are numbered from 1 on, and their class is no number.
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } == true }
        var last = 0
        return rows.allSatisfy { row in
            let columns = row.split(separator: 0x09, omittingEmptySubsequences: false)
            guard columns.count == 10, isDigit(columns[0].first), !isDigit(columns[3].first) else { return false }
            // Ranges and empty nodes stand between the words.
            guard let number = Int(String(decoding: columns[0], as: UTF8.self)) else { return true }
            defer { last = number }
            return number == 1 || number == last + 1
        }
    }
}

extension ArraySlice<UInt8> {
    /// What follows the first such mark; nothing where there is none.
    func after(_ mark: String) -> ArraySlice<UInt8> {
        let mark = Array(mark.utf8)
        var index = startIndex
        while index + mark.count <= endIndex {
            if self[index] == mark[0], self[index...].starts(with: mark) { return self[(index + mark.count)...] }
            index += 1
        }
        return self[endIndex...]
    }

    func lowercasePrefix(_ count: Int) -> String { String(decoding: prefix(count), as: UTF8.self).lowercased() }
}

extension UInt8 {
    /// White space as HTML and XML have it.
    var isASCIISpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
    var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
}

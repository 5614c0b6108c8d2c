internal import Basics
internal import Documents
internal import Foundation
internal import NgramModels
package import Storage
package import Tokenization

/// n-gram counts as text files for other tools.
package struct CountExport: Sendable {
    /// How the files are laid out.
    package enum Layout: String, Sendable, CaseIterable {
        /// One file, the orders one after the other.
        case srilm
        /// A folder with one of each order: `1gms/vocab.gz`, `2gms/2gm-0001.gz`…
        case google
    }

    /// What was written of an order.
    package struct Written: Sendable, Hashable {
        package let order: Int
        /// How many different n-grams.
        package let ngrams: Int
        /// How often they occur together.
        package let total: Int
    }

    /// n-grams in a file of Google's layout.
    private static let googleLines = 10_000_000

    package var orders: [Int]
    package var splits: Set<Split>
    package var layout = Layout.srilm
    /// Approximate bytes of it, besides the types.
    package var memory = 2 << 30

    package init(orders: [Int], splits: Set<Split> = Set(Split.allCases)) {
        (self.orders, self.splits) = (orders, splits)
    }

    /// Writes the counts of a corpus, in the order of the words' bytes.
    ///
    /// - Parameters:
    ///   - path: of the file, compressed by the ending of its name, or of the folder, made if there is none.
    ///   - replacing: whether files that are there are written over.
    ///   - standardOutput: writes there, for `-`.
    /// - Returns: what was written, and how many types have white space in them and stand as `<space>`.
    package func write(
        _ store: CorpusStore, to path: String, replacing: Bool, standardOutput: @escaping ([UInt8]) throws -> Void
    ) throws -> (written: [Written], spaces: Int) {
        let types = try store.types()
        if let counts = try store.countsWithoutText(), let order = orders.first(where: { $0 > counts.order }) {
            throw CorpusError.countsUpTo(counts.order, wanted: order, database: store.path)
        }
        let words = CountedSpellings(types)
        switch layout {
        case .srilm:
            let file = try PackedFile(path, standardOutput: standardOutput)
            let written = try orders.map { order in
                try write(order, of: store, types) { try file.append(words, $0, $1) }
            }
            try file.close(replacing: replacing)
            return (written, words.spaces)
        case .google:
            return (try writeFolder(store, types, words, to: path, replacing: replacing), words.spaces)
        }
    }

    private func write(
        _ order: Int, of store: CorpusStore, _ types: TypeTable, _ append: (ArraySlice<TokenID>, Int) throws -> Void
    ) throws -> Written {
        var (ngrams, total) = (0, 0)
        try store.forEachNgramByText(order: order, splits: splits, types: types, memory: memory) { ngram, count in
            try append(ngram, count)
            ngrams += 1
            total += count
        }
        return Written(order: order, ngrams: ngrams, total: total)
    }

    private func writeFolder(
        _ store: CorpusStore, _ types: TypeTable, _ words: CountedSpellings, to folder: String, replacing: Bool
    ) throws -> [Written] {
        try orders.map { order in
            let place = "\(folder)/\(order)gms"
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            var (file, lines, number): (PackedFile?, Int, Int) = (nil, 0, 0)
            let written = try write(order, of: store, types) { ngram, count in
                if lines == Self.googleLines {
                    try file?.close(replacing: replacing)
                    file = nil
                }
                if file == nil {
                    (lines, number) = (0, number + 1)
                    let digits = String(number)
                    let name =
                        order == 1 && number == 1
                        ? "vocab.gz"
                        : "\(order)gm-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).gz"
                    if !replacing, FileManager.default.fileExists(atPath: "\(place)/\(name)") {
                        throw StorageError.existsAlready("\(place)/\(name)")
                    }
                    file = try PackedFile("\(place)/\(name)") { _ in }
                }
                try file?.append(words, ngram, count)
                lines += 1
            }
            try file?.close(replacing: replacing)
            return written
        }
    }
}

/// How types stand in files of counts: a space as `<space>`, other white space by its scalars.
private final class CountedSpellings {
    private let types: TypeTable
    private var written: [TokenID: [UInt8]] = [:]

    init(_ types: TypeTable) {
        self.types = types
        for id in 0..<TokenID(types.count) where ArpaWord.needsWriting(types[id]) {
            written[id] = Array(ArpaWord.written(types[id]).utf8)
        }
    }

    /// How many have white space in them.
    var spaces: Int { written.count }

    func append(_ id: TokenID, to bytes: inout [UInt8]) {
        if let text = written[id] { bytes += text } else { bytes += types.utf8(of: id) }
    }
}

extension PackedFile {
    fileprivate func append(_ types: CountedSpellings, _ ngram: ArraySlice<TokenID>, _ count: Int) throws {
        try append { buffer in
            for (index, id) in ngram.enumerated() {
                if index > 0 { buffer.append(UInt8(ascii: " ")) }
                types.append(id, to: &buffer)
            }
            buffer.append(UInt8(ascii: "\t"))
            buffer += String(count).utf8
            buffer.append(UInt8(ascii: "\n"))
        }
    }
}

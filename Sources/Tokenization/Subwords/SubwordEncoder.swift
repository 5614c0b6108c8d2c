/// Cuts words into subwords.
///
/// It holds working memory: each thread makes its own.
struct SubwordEncoder {
    let tables: SubwordTables
    private var merging = PairMerging()

    init(_ tables: SubwordTables) { self.tables = tables }

    /// The subwords of a word; `unknown` for what is none, or `noSubword` where the model has no number for that.
    mutating func subwords(of word: [UInt8]) -> [SubwordID] {
        switch tables.form.method {
        case .words: return []
        case .merges:
            if tables.form.ignoresMerges, let whole = tables.id(of: word.span) { return [whole] }
            var subwords = symbols(of: word)
            merging.merge(&subwords, by: tables.pairs)
            return subwords
        case .scores:
            var subwords = symbols(of: word)
            merging.merge(&subwords, by: tables.pairs)
            return spelled(subwords, word)
        case .unigram:
            var subwords: [SubwordID] = []
            for (piece, bytes) in tables.trie!.likeliest(word) {
                if piece == tables.unknown ?? .noSubword {
                    appendUnknown(word[bytes], to: &subwords)
                } else {
                    subwords.append(piece)
                }
            }
            return subwords
        }
    }

    /// What a word begins as: its bytes, or its characters.
    private func symbols(of word: [UInt8]) -> [SubwordID] {
        if tables.form.isOfBytes { return word.map { tables.ofBytes[Int($0)] } }
        var symbols: [SubwordID] = []
        var position = 0
        while position < word.count {
            if let found = userDefined(in: word, at: position) {
                symbols.append(tables.id(of: found.span) ?? .noSubword)
                position += found.count
                continue
            }
            let length = max(1, SubwordText.scalarLength(in: word, at: position))
            let scalar = word[position..<position + length]
            let utf8 = Array(scalar)
            if let id = tables.id(of: utf8.span) {
                symbols.append(id)
            } else if tables.form.method == .scores {
                // Told by its place when all is put together.
                symbols.append(.noSubword)
            } else {
                appendUnknown(scalar, to: &symbols)
            }
            position += length
        }
        return symbols
    }

    /// What is to be found here before anything else.
    private func userDefined(in word: [UInt8], at position: Int) -> [UInt8]? {
        guard tables.form.method == .scores, !tables.userDefined.isEmpty else { return nil }
        return tables.userDefined[word[position]]?.first { word[position...].starts(with: $0) }
    }

    /// What is no piece as the unknown characters that it is.
    ///
    /// - Parameter word: that the subwords came of.
    private func spelled(_ subwords: [SubwordID], _ word: [UInt8]) -> [SubwordID] {
        let count = SubwordID(tables.form.pieces.count)
        guard subwords.contains(where: { $0 >= count || isUnused($0) }) else { return subwords }
        var spelled: [SubwordID] = []
        var position = 0
        for subword in subwords {
            if subword < count, !isUnused(subword) {
                spelled.append(subword)
                position += tables.form.pieces[Int(subword)].count
            } else if isUnused(subword) {
                let known = tables.form.pieces[Int(subword)].count
                // What is not to be made is its characters.
                for scalar in String(decoding: word[position..<position + known], as: UTF8.self).unicodeScalars {
                    let utf8 = Array(String(scalar).utf8)
                    if let id = tables.id(of: utf8.span), id < count, !isUnused(id) {
                        spelled.append(id)
                    } else {
                        appendUnknown(utf8[...], to: &spelled)
                    }
                }
                position += known
            } else {
                let length = max(1, SubwordText.scalarLength(in: word, at: position))
                appendUnknown(word[position..<position + length], to: &spelled)
                position += length
            }
        }
        return spelled
    }

    private func isUnused(_ id: SubwordID) -> Bool {
        Int(id) < tables.form.kinds.count && tables.form.kinds[Int(id)] == .unused
    }

    private func appendUnknown(_ character: ArraySlice<UInt8>, to subwords: inout [SubwordID]) {
        if tables.form.fallsBackToBytes {
            let bytes = character.map { tables.ofBytes[Int($0)] }
            if !bytes.contains(.noSubword) {
                subwords += bytes
                return
            }
        }
        let unknown = tables.unknown ?? .noSubword
        if tables.form.fusesUnknown, subwords.last == unknown { return }
        subwords.append(unknown)
    }
}

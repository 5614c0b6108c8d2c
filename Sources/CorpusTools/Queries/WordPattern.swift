/// A word with `*` and `?` in it.
///
/// A character is what readers see as one, a letter with its accents however it is spelled.
struct WordPattern: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        /// A character, in UTF-8.
        case character([UInt8])
        case one
        case any
    }

    private let parts: [Part]
    /// What every match begins with.
    private let prefix: [UInt8]

    init(_ parts: [Part]) {
        self.parts = parts
        var prefix: [UInt8] = []
        for part in parts {
            guard case .character(let utf8) = part else { break }
            prefix += utf8
        }
        self.prefix = prefix
    }

    /// Whether it is met by every word.
    var isAnything: Bool { parts.allSatisfy { $0 == .any } }

    /// Whether it is met by the whole of a word.
    /// - Parameter utf8: valid UTF-8.
    func matches(_ utf8: ArraySlice<UInt8>) -> Bool {
        guard utf8.starts(with: prefix) else { return false }
        if utf8.allSatisfy({ $0 < 0x80 }) {
            let first = utf8.startIndex
            return matches(count: utf8.count) { own, index in own.count == 1 && own[0] == utf8[first + index] }
        }
        let characters = String(decoding: utf8, as: UTF8.self).map { Array($0.utf8) }
        return matches(count: characters.count) { own, index in own == characters[index] }
    }

    /// - Parameters:
    ///   - count: how many characters the word has.
    ///   - isSame: whether a character of the pattern is that of the word at a place.
    /// - Complexity: at most the product of both lengths: a `*` takes one character more when what follows it fails, and only
    ///   the last one met needs to.
    private func matches(count: Int, _ isSame: (_ own: [UInt8], _ index: Int) -> Bool) -> Bool {
        var (part, index) = (0, 0)
        var retry: (part: Int, index: Int)?
        while index < count || part < parts.count {
            if part < parts.count {
                switch parts[part] {
                case .any:
                    retry = (part, index)
                    part += 1
                    continue
                case .one where index < count:
                    (part, index) = (part + 1, index + 1)
                    continue
                case .character(let own) where index < count && isSame(own, index):
                    (part, index) = (part + 1, index + 1)
                    continue
                default: break
                }
            }
            guard let last = retry, last.index < count else { return false }
            retry = (last.part, last.index + 1)
            (part, index) = (last.part + 1, last.index + 1)
        }
        return true
    }
}

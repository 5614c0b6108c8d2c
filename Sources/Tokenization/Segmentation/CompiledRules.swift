internal import CICU

/// The rules of a kind of boundary as ICU's data file holds them (format 6 of its `RBBIDataHeader`).
struct CompiledRules {
    let stateCount: Int
    let categoryCount: Int
    let firstDictionaryCategory: UInt8
    /// Whether the automaton reads a category of its own before the first code point.
    let requiresBeginning: Bool
    /// The category of each code point.
    let categoryOfCodePoints: [UInt8]

    private let bytes: [UInt8]
    /// Where the forward table's rows begin, and how long a row is.
    private let rows: Int
    private let rowLength: Int
    /// One byte a cell or two.
    private let cellSize: Int
    private let statusTable: Int

    /// - Returns: `nil` if ICU has no such rules, or the rules are of another format or use what is not read here.
    init?(_ kind: BreakIterator.Kind, language: String) {
        guard let bytes = try? BreakIterator(kind, language: language).compiledRules, bytes.count > 80 else {
            return nil
        }
        self.bytes = bytes

        func word(_ offset: Int) -> Int {
            let bytes = bytes[offset..<offset + 4]
            return Int(bytes.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << UInt32(8 * $1.offset) })
        }
        guard word(0) == 0xB1A0, bytes[4] == 6, word(8) <= bytes.count else { return nil }
        categoryCount = word(12)
        let table = word(16)
        let trie = word(32)..<word(32) + word(36)
        statusTable = word(48)

        stateCount = word(table)
        rowLength = word(table + 4)
        guard stateCount < 256, categoryCount < 256 else { return nil }
        firstDictionaryCategory = UInt8(min(word(table + 8), 255))
        let flags = word(table + 16)
        requiresBeginning = flags & 2 != 0
        cellSize = flags & 4 != 0 ? 1 : 2
        rows = table + 20
        guard let categories = Self.categories(of: bytes[trie]) else { return nil }
        categoryOfCodePoints = categories
        guard (0..<stateCount).allSatisfy({ max(lookAheadEnded(in: $0), lookAheadBegun(in: $0)) < 8 }) else {
            return nil
        }
    }

    func accepts(_ state: Int) -> Bool { cell(state, 0) == 1 }

    /// The number of the rule with look-ahead ("a / b") that has all of its match in a state, 0 for none. The boundary is
    /// where the slash was.
    func lookAheadEnded(in state: Int) -> Int { cell(state, 0) > 1 ? cell(state, 0) : 0 }

    /// The number of the rule whose slash stands before what a state reads next, 0 for none.
    func lookAheadBegun(in state: Int) -> Int { cell(state, 1) }

    func next(from state: Int, on category: Int) -> Int { cell(state, 3 + category) }

    /// The largest status of the rules that match in a state.
    func status(of state: Int) -> Int32 {
        let group = cell(state, 2)
        return Int32(statusValue(group + statusValue(group)))
    }

    private func statusValue(_ index: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(bytes[statusTable + 4 * index + $1]) << (8 * $1) }
    }

    private func cell(_ state: Int, _ column: Int) -> Int {
        let offset = rows + state * rowLength + column * cellSize
        return cellSize == 1 ? Int(bytes[offset]) : Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
    }

    private static func categories(of serialized: ArraySlice<UInt8>) -> [UInt8]? {
        // The trie is read in place and wants to be aligned to four bytes.
        let words = serialized.count / 4 + 1
        var aligned = [UInt32](repeating: 0, count: words)
        unsafe aligned.withUnsafeMutableBytes { unsafe $0.copyBytes(from: serialized) }
        var categories = [UInt8](repeating: 0, count: 0x110000)
        let isRead = unsafe aligned.withUnsafeBytes { bytes in
            unsafe icu_trie_values(bytes.baseAddress!, Int32(serialized.count), &categories)
        }
        return isRead ? categories : nil
    }
}

package import Tokenization

/// A query as sets of the ids of a corpus's types, ready to be looked for.
///
/// It is an automaton without choices to take back: all ways to go on are followed at once, so that the time is linear in
/// the tokens read.
package struct CompiledQuery: Sendable {
    package let query: Query
    /// Whether of matches that begin at the same token the longest counts, or the shortest.
    package let longest: Bool
    /// The words asked for that are no type of the corpus.
    package let missing: [String]
    /// Whether no text of the corpus can have a match.
    package let isImpossible: Bool

    /// The types that a match may begin with.
    let first: TypeSet
    let automaton: Automaton

    init(_ query: Query, _ elements: [ResolvedElement], missing: [String], longest: Bool) {
        self.query = query
        self.longest = longest
        self.missing = missing
        isImpossible = elements.contains { element in
            if case .words(let sequences) = element { sequences.isEmpty } else { false }
        }
        automaton = Automaton(isImpossible ? [] : elements)
        first = isImpossible ? TypeSet([]) : automaton.firstTypes
    }

    /// Calls `body` for each match, in the order of their beginnings: all tokens of a match lie in one segment.
    ///
    /// - Parameters:
    ///   - ids: segments, each ended by `</s>`.
    ///   - body: called with the place of the first token and that behind the last.
    package func forEachMatch<Failure: Error>(
        in ids: [TokenID], _ body: (_ start: Int, _ end: Int) throws(Failure) -> Void
    ) throws(Failure) {
        guard !isImpossible else { return }
        if automaton.isOneToken {
            return try first.forEachIndex(in: ids.span) { index throws(Failure) in try body(index, index + 1) }
        }
        var walker = automaton.walker()
        try first.forEachIndex(in: ids.span) { start throws(Failure) in
            if let end = walker.end(ofMatchAt: start, in: ids.span, longest: longest) { try body(start, end) }
        }
    }
}

/// An element with sets of ids for its tokens; of words, those alternatives that the corpus has the types for.
enum ResolvedElement {
    case gap(ClosedRange<Int>)
    case words([[TypeSet]])
}

extension Query {
    /// The query for a corpus of these types.
    ///
    /// - Parameters:
    ///   - types: of the corpus.
    ///   - longest: whether of matches that begin at the same token the longest counts.
    /// - Throws: `.explodes`.
    package func compiled(for types: TypeTable, longest: Bool = false) throws(QueryError) -> CompiledQuery {
        do { return try compiled(longest: longest, id: { types.id(of: $0) }, types: { types }) } catch {
            guard let error = error as? QueryError else { preconditionFailure("a table of types fails: \(error)") }
            throw error
        }
    }

    /// The query for a corpus whose types are read where that is needed.
    ///
    /// - Parameters:
    ///   - longest: whether of matches that begin at the same token the longest counts.
    ///   - id: of one type.
    ///   - types: all of them, for patterns.
    /// - Throws: `QueryError.explodes`, and what reading throws.
    package func compiled(
        longest: Bool = false, id: (String) throws -> TokenID?, types: () throws -> TypeTable
    ) throws -> CompiledQuery {
        var known: [TokenPattern: TypeSet] = [.any: .any]
        var missing: [String] = []
        func set(of pattern: TokenPattern) throws -> TypeSet {
            if let set = known[pattern] { return set }
            let set: TypeSet
            switch pattern {
            case .any: set = .any
            case .type(let text):
                let found = try id(text)
                if found == nil { missing.append(text) }
                set = TypeSet(found.map { [$0] } ?? [])
            case .word(let word): set = try TypeSet(types().ids { word.matches($0) })
            case .expression(let text, let ignoresCase):
                let expression: WholeExpression
                do { expression = try WholeExpression(text, ignoresCase: ignoresCase) } catch {
                    throw QueryError.noExpression(text, place: nil)
                }
                let types = try types()
                set = try TypeSet(
                    types.ids { utf8 in
                        do { return try expression.matches(utf8.span) } catch {
                            throw QueryError.explodes(text, type: String(decoding: utf8, as: UTF8.self))
                        }
                    })
            }
            known[pattern] = set
            return set
        }
        let resolved = try elements.map { element -> ResolvedElement in
            switch element {
            case .gap(let count): return .gap(count)
            case .words(let sequences):
                let sets = try sequences.map { try $0.map(set) }
                return .words(sets.filter { !$0.contains(where: \.isEmpty) })
            }
        }
        return CompiledQuery(self, resolved, missing: missing, longest: longest)
    }
}

extension TypeTable {
    /// The ids of types that a condition holds of, markers of bounds left out.
    fileprivate func ids(where condition: (ArraySlice<UInt8>) throws -> Bool) throws -> [TokenID] {
        try (0..<TokenID(count)).filter { id in
            try id != Marker.segmentStart && id != Marker.segmentEnd && condition(utf8(of: id))
        }
    }
}

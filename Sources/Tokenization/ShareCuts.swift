/// Cuts a document of one segment into shares.
public enum ShareCuts {
    /// A share of a segment, to be a segment of its own.
    public struct Part: Sendable, Hashable {
        /// The indices of its tokens; empty where the segment is too short to have a cut for each share.
        public var tokens: Range<Int>
        /// The scalars of its canonical text, one for its `</s>` included; 0 for a part without tokens.
        public var characters: Int

        package init(tokens: Range<Int>, characters: Int) {
            self.tokens = tokens
            self.characters = characters
        }
    }

    /// Cuts a segment so that its parts have the shares asked for, measured in characters of canonical text, each cut
    /// at the nearest white space. White space stays with the part before it, so no token is lost.
    ///
    /// In a text without white space, as Chinese is written, any token may begin a part.
    ///
    /// - Parameters:
    ///   - tokens: the segment's tokens, without `</s>`.
    ///   - whiteSpaceBefore: for words, whether white space stands before each token, as pieces have it; else empty.
    ///   - types: the table of the tokens' ids.
    ///   - kind: what the tokens are.
    ///   - shares: not negative, at least one of them above 0.
    /// - Returns: a part for each share; together they are the segment.
    /// - Complexity: linear in the number of tokens.
    public static func parts(
        of tokens: Span<TokenID>, whiteSpaceBefore: [Bool], types: TypeTable, kind: TokenizerSettings.Tokens,
        shares: [Int]
    ) -> [Part] {
        parts(count: tokens.count, whiteSpaceBefore: whiteSpaceBefore, types: types, kind: kind, shares: shares) {
            body in
            for index in tokens.indices { body(tokens[index]) }
        }
    }

    /// The same for tokens that need not all be in memory.
    /// - Parameter forEachToken: calls its argument with each of the `count` tokens in turn; it is itself called twice.
    public static func parts(
        count: Int, whiteSpaceBefore: [Bool], types: TypeTable, kind: TokenizerSettings.Tokens, shares: [Int],
        forEachToken: (_ body: (TokenID) -> Void) throws -> Void
    ) rethrows -> [Part] {
        let sum = shares.reduce(0, +)
        precondition(sum > 0 && shares.allSatisfy { $0 >= 0 }, "shares are not negative, and not all zero")
        precondition(kind != .words || whiteSpaceBefore.count == count)
        // What is asked of the types is asked of each token's, not of all: a corpus of many short documents has far more
        // types than any of them has tokens.
        func scalars(_ token: TokenID) -> Int { types.utf8(of: token).count { $0 & 0xC0 != 0x80 } }
        func isWhite(_ token: TokenID) -> Bool {
            let utf8 = types.utf8(of: token)
            if let first = utf8.first, first > 0x20, first < 0x80 { return false }
            return types[token].unicodeScalars.allSatisfy(\.properties.isWhitespace)
        }
        func mayBegin(_ index: Int, _ token: TokenID, after before: TokenID) -> Bool {
            switch kind {
            case .whitespace: true
            case .words: whiteSpaceBefore[index]
            case .characters: isWhite(before) && !isWhite(token)
            }
        }
        /// A space before the token.
        func space(_ index: Int) -> Int { kind == .whitespace || kind == .words && whiteSpaceBefore[index] ? 1 : 0 }

        var total = 0
        var anywhere = true
        var (index, before) = (0, TokenID(0))
        try forEachToken { token in
            if index > 0 && mayBegin(index, token, after: before) { anywhere = false }
            total += scalars(token) + space(index)
            (index, before) = (index + 1, token)
        }
        var targets: [Int] = []
        var share = 0
        for part in shares.dropLast() {
            share += part
            targets.append(Int((Int128(total) * Int128(share)) / Int128(sum)))
        }

        var cuts = targets.map { _ in (distance: Int.max, index: 0, position: 0) }
        var position = 0
        func mayCut(at index: Int) {
            for (cut, target) in targets.enumerated() where abs(position - target) < cuts[cut].distance {
                cuts[cut] = (abs(position - target), index, position)
            }
        }
        (index, before) = (0, 0)
        try forEachToken { token in
            if index == 0 || anywhere || mayBegin(index, token, after: before) { mayCut(at: index) }
            position += scalars(token) + space(index)
            (index, before) = (index + 1, token)
        }
        mayCut(at: count)
        let starts = [(index: 0, position: 0)] + cuts.map { (index: $0.index, position: $0.position) }
        let ends = starts.dropFirst() + [(index: count, position: total)]
        return zip(starts, ends).map { start, end in
            guard start.index < end.index else { return Part(tokens: start.index..<start.index, characters: 0) }
            // The space before the first token is in the part before; in its place stands the end of the segment.
            return Part(
                tokens: start.index..<end.index,
                characters: end.position - start.position - space(start.index) + 1)
        }
    }
}

internal import Tokenization

/// Types of a corpus, by their ids.
struct TypeSet: Sendable, Hashable {
    private enum Content: Hashable {
        case any
        case one(TokenID)
        /// A bit for each id.
        case some([UInt64])
    }

    private let content: Content

    /// All but the end of a segment, which is no token.
    static let any = TypeSet(content: .any)

    private init(content: Content) { self.content = content }

    init(_ ids: [TokenID]) {
        guard let last = ids.max() else {
            content = .some([])
            return
        }
        if ids.allSatisfy({ $0 == last }) {
            content = .one(last)
        } else {
            var bits = [UInt64](repeating: 0, count: Int(last >> 6) + 1)
            for id in ids { bits[Int(id >> 6)] |= 1 << UInt64(id & 63) }
            content = .some(bits)
        }
    }

    var isEmpty: Bool { content == .some([]) }

    @inline(__always)
    func contains(_ id: TokenID) -> Bool {
        switch content {
        case .any: id != Marker.segmentEnd
        case .one(let own): id == own
        case .some(let bits): Int(id >> 6) < bits.count && bits[Int(id >> 6)] >> UInt64(id & 63) & 1 != 0
        }
    }

    /// All of several sets.
    init(unionOf sets: [TypeSet]) {
        self = sets.contains(.any) ? .any : sets.count == 1 ? sets[0] : TypeSet(sets.flatMap(\.ids))
    }

    /// - Precondition: they are not all.
    private var ids: [TokenID] {
        switch content {
        case .any: preconditionFailure("all types")
        case .one(let id): return [id]
        case .some(let bits):
            var ids: [TokenID] = []
            for (index, word) in bits.enumerated() {
                var rest = word
                while rest != 0 {
                    ids.append(TokenID(index * 64 + rest.trailingZeroBitCount))
                    rest &= rest - 1
                }
            }
            return ids
        }
    }

    /// Calls `body` with the place of each token that is in the set, in a stretch of a list.
    func forEachIndex<Failure: Error>(
        in ids: Span<TokenID>, _ body: (Int) throws(Failure) -> Void
    ) throws(Failure) {
        if case .one(let own) = content {
            for index in ids.indices where ids[index] == own { try body(index) }
        } else {
            for index in ids.indices where contains(ids[index]) { try body(index) }
        }
    }
}

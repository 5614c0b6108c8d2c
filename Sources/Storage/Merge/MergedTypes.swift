internal import Tokenization

/// The types of a database that others go into: a type that is there keeps its id, others get the next in the order in which
/// the texts have them, as if all had been read there.
struct MergedTypes {
    private(set) var types: TypeTable
    private let largestCount: Int
    private static let unknown = TokenID.max

    init(_ types: TypeTable, largestCount: Int) { (self.types, self.largestCount) = (types, largestCount) }

    /// For each id of a database its id here, as far as known.
    struct Map {
        fileprivate let own: TypeTable
        fileprivate var ids: [TokenID]

        /// - Parameter own: the types of the other database.
        init(_ own: TypeTable) {
            self.own = own
            ids = Array(repeating: unknown, count: own.count)
            for marker in 0..<Marker.texts.count { ids[marker] = TokenID(marker) }
        }
    }

    /// Gives tokens of a database their ids here.
    /// - Precondition: each id is one of the map's.
    mutating func translate(_ tokens: inout [TokenID], _ map: inout Map) throws(StorageError) {
        for index in tokens.indices {
            let own = Int(tokens[index])
            var id = map.ids[own]
            if id == Self.unknown {
                id = try self.id(of: map.own.utf8(of: TokenID(own)))
                map.ids[own] = id
            }
            tokens[index] = id
        }
    }

    private mutating func id(of text: ArraySlice<UInt8>) throws(StorageError) -> TokenID {
        if let id = types.id(of: text.span) { return id }
        guard types.count < largestCount else { throw .tooManyTypes(most: largestCount) }
        return types.insert(text.span)
    }
}

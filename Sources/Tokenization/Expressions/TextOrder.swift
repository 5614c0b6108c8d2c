internal import Basics
internal import CICU

/// The order of texts for people: Unicode's collation (UTS #10) by letters and accents, without regard to capitals.
@safe
package final class TextOrder {
    private let collator: OpaquePointer

    /// - Parameter language: an ISO 639 code; empty for the order of no language.
    /// - Throws: `.unicodeDataMissing`.
    package init(language: String = "") throws(TextError) {
        var error: Int32 = 0
        guard let collator = unsafe icu_collator_open(language, &error) else {
            throw .unicodeDataMissing(code: Int(error))
        }
        unsafe self.collator = collator
    }

    deinit { unsafe icu_collator_close(collator) }

    /// Bytes in whose order texts stand.
    /// - Parameter utf8: valid UTF-8; what follows its first 2¹⁶ bytes does not count.
    package func key(of utf8: ArraySlice<UInt8>) -> [UInt8] {
        let text = utf8.prefix(1 << 16)
        var capacity = 64 + text.count
        while true {
            var wanted = 0
            let key = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { key, count in
                wanted = unsafe text.withUnsafeBufferPointer {
                    unsafe Int(
                        icu_sort_key(collator, $0.baseAddress, Int32($0.count), key.baseAddress, Int32(capacity)))
                }
                count = min(wanted, capacity)
            }
            if wanted <= capacity { return key }
            capacity = wanted
        }
    }
}

extension TypeTable {
    /// The places of types in the order of their texts, equal where they differ by capitals alone.
    ///
    /// - Parameters:
    ///   - ids: of types, each once.
    ///   - order: of their texts.
    /// - Returns: for each of the ids its place from 0, and how many places there are.
    /// - Throws: `WorkBudgetSpent`.
    package func places(of ids: [TokenID], in order: TextOrder) throws -> (places: [Int], count: Int) {
        let budget = WorkBudget.current
        let keys = try ids.enumerated().map { number, id in
            if number & 0xFFF == 0 { try budget?.check() }
            return order.key(of: utf8(of: id))
        }
        try budget?.check()
        let sorted = ids.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
        var places = [Int](repeating: 0, count: ids.count)
        var count = 0
        for (number, index) in sorted.enumerated() {
            if number > 0, keys[sorted[number - 1]] != keys[index] { count += 1 }
            places[index] = count
        }
        return (places, ids.isEmpty ? 0 : count + 1)
    }
}

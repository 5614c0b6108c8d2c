internal import Statistics

/// A bigram or trigram whose words may belong together: how often it occurs, and its words in its places.
///
/// Of two words the table is that of all bigrams, by their first and their second word. Of three the expected frequency is
/// w₁ · w₂ · w₃ / N², wᵢ being the trigrams with that word in its place and N all of them, which MI, t and z are of; ΔP, G² and
/// the log ratio are of the table of the first two words against the third.
package struct AdjacentNgram: Sendable {
    package let count: Int
    /// How many n-grams begin with all its words but the last.
    package let beginning: Int
    /// How many have each of its words in its place.
    package let places: [Int]
    /// N, of n-grams of its length.
    package let total: Int

    package init(count: Int, beginning: Int, places: [Int], total: Int) {
        (self.count, self.beginning, self.places, self.total) = (count, beginning, places, total)
    }

    package var scores: AssociationScores {
        let last = places[places.count - 1]
        let table = ContingencyTable(
            both: count, rowAlone: beginning - count, columnAlone: last - count,
            neither: total - beginning - last + count)
        let expected = places.dropFirst().reduce(Double(places[0])) { $0 * Double($1) / Double(max(1, total)) }
        return AssociationScores(table, expected: expected, joint: count, frequencies: places)
    }
}

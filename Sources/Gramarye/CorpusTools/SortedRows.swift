/// The places of values in the order to show them; what has no value comes last either way.
///
/// - Parameters:
///   - values: to sort by.
///   - ascending: whether the smallest comes first.
///   - precedes: decides between places whose values are equal.
func sortedPlaces(of values: [Double?], ascending: Bool, _ precedes: (_ a: Int, _ b: Int) -> Bool) -> [Int] {
    values.indices.sorted { a, b in
        guard values[a] != values[b] else { return precedes(a, b) }
        guard let x = values[a], let y = values[b] else { return values[a] != nil }
        return ascending ? x < y : x > y
    }
}

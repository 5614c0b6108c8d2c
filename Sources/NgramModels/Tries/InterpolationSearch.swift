/// The place of a code in a row of ascending codes that are spread evenly over k bits.
///
/// Guesses by interpolation, once more from the place guessed while the distance is long, then steps.
/// - Complexity: O(log log n) expected.
@inline(__always)
func findCode<E: Error>(
    _ wanted: UInt32, bits: Int, in row: Range<Int>, codeAt: (Int) throws(E) -> UInt32
) throws(E) -> Int? {
    let count = row.upperBound - row.lowerBound
    if count == 0 { return nil }
    let last = row.upperBound - 1
    var place = row.lowerBound + (Int(wanted) &* count) &>> bits
    var found = try codeAt(place)
    if count > 32 {
        let correction = ((Int(wanted) &- Int(found)) &* count) &>> bits
        if correction > 4 || correction < -4 {
            place = min(max(place + correction, row.lowerBound), last)
            found = try codeAt(place)
        }
    }
    while found < wanted {
        if place == last { return nil }
        place &+= 1
        found = try codeAt(place)
        if found > wanted { return nil }
    }
    while found > wanted {
        if place == row.lowerBound { return nil }
        place &-= 1
        found = try codeAt(place)
    }
    return found == wanted ? place : nil
}

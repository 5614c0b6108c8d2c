/// Names that differ from what was typed by few letters, the nearest first; at most three.
package func namesNear(_ text: String, among names: [String]) -> [String] {
    let text = text.lowercased()
    let candidates = names.map { (name: $0, distance: editDistance(Array(text), Array($0.lowercased()))) }
    let near = candidates.filter { name, distance in
        distance <= max(1, min(text.count, name.count) / 3) || (text.count > 2 && name.lowercased().hasPrefix(text))
    }
    return near.sorted { $0.distance < $1.distance }.prefix(3).map { $0.name }
}

/// How many letters must be put in, taken out, replaced or exchanged with their neighbour to make one word of the other
/// (Damerau 1964, each stretch edited once).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
            row.append(best)
        }
        beforeLast = last
        last = row
    }
    return last[b.count]
}

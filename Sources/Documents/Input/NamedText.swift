/// Whether a file in a folder or an archive is taken for a text, by the ending of its name, behind which that of a compression
/// may stand.
///
/// - Parameter tables: whether tables are taken, of which a column must be told.
package func isNamedAsText(_ name: String, tables: Bool = false) -> Bool {
    var parts =
        name.split(separator: "/").last?.lowercased().split(separator: ".", omittingEmptySubsequences: false) ?? []
    if let last = parts.last, parts.count > 2, ["gz", "xz", "zst", "bz2"].contains(last) { parts.removeLast() }
    guard parts.count > 1, let format = TextFormat.endings[String(parts.last!)] else { return false }
    return tables || format != .csv && format != .tsv
}

/// Files that were left out, by the endings of their names.
package struct LeftOutFiles: Sendable {
    private var counts: [String: Int] = [:]

    package init() {}

    package mutating func add(_ name: String) {
        let base = name.split(separator: "/").last ?? ""
        let ending = base.lastIndex(of: ".").map { base[$0...].lowercased() } ?? "without ending"
        counts[ending, default: 0] += 1
    }

    /// One line of all; `nil` where there are none.
    package var line: String? {
        guard !counts.isEmpty else { return nil }
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let shown = sorted.prefix(8).map { "\($0.value) \($0.key)" } + (sorted.count > 8 ? ["…"] : [])
        return "\(counted(counts.values.reduce(0, +), "file")) left out: \(shown.joined(separator: ", "))"
    }
}

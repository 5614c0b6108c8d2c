/// Names that one of which is to be chosen from: the first twenty, and how many more there are.
package func listed(_ names: [String]) -> String {
    names.count <= 21
        ? names.joined(separator: ", ")
        : names.prefix(20).joined(separator: ", ") + " and \(groupedDigits(names.count - 20)) more"
}

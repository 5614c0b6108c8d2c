/// Names in a line of a note, where they may be thousands: the first of them, and how many more.
///
///     shortened(["a.txt", "b.txt"])  // a.txt, b.txt
///     shortened(tenThousand)         // a.txt, b.txt, c.txt and 9,997 more
package func shortened(_ names: [String]) -> String {
    // One more takes no more room than saying that there is one.
    guard names.count > 4 else { return names.joined(separator: ", ") }
    return names.prefix(3).joined(separator: ", ") + " and \(groupedDigits(names.count - 3)) more"
}

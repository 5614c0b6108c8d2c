internal import ArgumentParser

/// Values separated by commas; a flag that takes them may also be repeated. `1-3` stands for 1,2,3.
struct ListArgument<Element: ExpressibleByArgument>: ExpressibleByArgument {
    let elements: [Element]

    init?(argument: String) {
        var elements: [Element] = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            if let element = Element(argument: String(part)) {
                elements.append(element)
            } else if let range = wholeNumbers(String(part)) {
                let numbers = range.map { Element(argument: String($0)) }
                guard !numbers.contains(where: { $0 == nil }) else { return nil }
                elements += numbers.compactMap(\.self)
            } else {
                return nil
            }
        }
        self.elements = elements
    }
}

/// The numbers of a range as `1-3`, which are few where a person means them.
private func wholeNumbers(_ text: String) -> ClosedRange<Int>? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last, last - first < 1000 else {
        return nil
    }
    return first...last
}

extension Sequence where Element: Hashable {
    /// Each element once, where it occurs first.
    var withoutRepetitions: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}

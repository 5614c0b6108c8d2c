internal import ArgumentParser

/// Values separated by commas; a flag that takes them may also be repeated.
struct ListArgument<Element: ExpressibleByArgument>: ExpressibleByArgument {
    let elements: [Element]

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        let elements = parts.compactMap { Element(argument: String($0)) }
        guard elements.count == parts.count else { return nil }
        self.elements = elements
    }
}

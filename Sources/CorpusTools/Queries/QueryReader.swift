/// The signs of a query, taken apart.
struct QueryReader {
    enum Element {
        case gap(ClosedRange<Int>)
        case alternatives([Alternative])
    }

    enum Alternative {
        case expression(String)
        case word([Sign])
    }

    /// A character of a word, or what stands for any.
    enum Sign: Hashable {
        case scalar(Unicode.Scalar)
        /// `?`, one character.
        case one
        /// `*`, any number of characters.
        case any
    }

    private let text: String
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
    }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }
    private var isAtEndOfElement: Bool { current?.properties.isWhitespace ?? true }

    mutating func elements() throws(QueryError) -> [Element] {
        var elements: [Element] = []
        while let scalar = current {
            if scalar.properties.isWhitespace { position += 1 } else { elements.append(try element()) }
        }
        guard !elements.isEmpty else { throw .empty }
        return elements
    }

    private mutating func element() throws(QueryError) -> Element {
        if current == "[" { return .gap(try gap()) }
        var alternatives = [try alternative()]
        while current == "|" {
            position += 1
            alternatives.append(try alternative())
        }
        return .alternatives(alternatives)
    }

    private mutating func alternative() throws(QueryError) -> Alternative {
        if current == "/" { return .expression(try expression()) }
        if current == "[" { throw .bracket(query: text) }
        var signs: [Sign] = []
        while let scalar = current, !isAtEndOfElement, scalar != "|" {
            position += 1
            switch scalar {
            case "*": signs.append(.any)
            case "?": signs.append(.one)
            case "\\":
                guard let escaped = current else { throw .openBackslash(query: text) }
                position += 1
                signs.append(.scalar(escaped))
            default: signs.append(.scalar(scalar))
            }
        }
        guard !signs.isEmpty else { throw .emptyAlternative(query: text) }
        return .word(signs)
    }

    private mutating func expression() throws(QueryError) -> String {
        position += 1
        var pattern = String.UnicodeScalarView()
        while let scalar = current {
            position += 1
            if scalar == "/" {
                guard isAtEndOfElement || current == "|" else { throw .textBehind(rest(), of: "/\(pattern)/") }
                guard !pattern.isEmpty else { throw .unclosedExpression(query: text) }
                return String(pattern)
            }
            pattern.append(scalar)
            if scalar == "\\", let escaped = current {
                pattern.append(escaped)
                position += 1
            }
        }
        throw .unclosedExpression(query: text)
    }

    private mutating func gap() throws(QueryError) -> ClosedRange<Int> {
        position += 1
        guard current == "]" else { throw .bracket(query: text) }
        position += 1
        guard !isAtEndOfElement else { return 1...1 }
        guard current == "{" else { throw .textBehind(rest(), of: "[]") }
        let braces = rest()
        let numbers = braces.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
        let limits = numbers.compactMap { $0.allSatisfy { ("0"..."9").contains($0) } ? Int($0) : nil }
        guard braces.last == "}", (1...2).contains(numbers.count), limits.count == numbers.count,
            let least = limits.first, let most = limits.last, least <= most
        else { throw .badGap("[]" + braces) }
        guard most <= Query.mostTokens else { throw .tooLong(tokens: most, most: Query.mostTokens) }
        return least...most
    }

    /// What stands up to the next space.
    private mutating func rest() -> String {
        var rest = String.UnicodeScalarView()
        while let scalar = current, !isAtEndOfElement {
            rest.append(scalar)
            position += 1
        }
        return String(rest)
    }
}

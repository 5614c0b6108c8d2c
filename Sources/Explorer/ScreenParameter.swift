/// One setting of a screen: an option of its command, or `q`, its arguments.
package struct ScreenParameter: Sendable {
    enum Kind: Sendable {
        case text
        /// A longer text, in a field of several lines.
        case prose
        case whole(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        /// Two whole numbers, as 1-20, and what is between them.
        case range(most: Int)
        /// The first is what the command takes by itself.
        case choice([String])
        case flag
    }

    /// What a field of text offers for choice; anything else may be typed.
    enum Suggestions: Sendable {
        case none
        case these([String])
        case models
        case documents
        /// Conditions on the metadata.
        case conditions
        /// The keys of the metadata, after others.
        case keys(after: [String])
        case numericKeys
    }

    /// The option without its dashes; `q` for arguments.
    package let name: String
    let label: String
    let kind: Kind
    /// What stands in the empty field.
    var hint = ""
    /// Whether it is in sight; the others are behind a button.
    var isMain = false
    /// Whether it may be given several times.
    var isRepeated = false
    /// Whether links alone give it, such as which of the hits is shown: no field has it, and another question is without it.
    var isOfLinks = false
    /// What the screen takes where nothing is given, if that is not what the command does.
    var usual: String?
    /// What its field holds where nothing is given.
    var proposed = ""
    var suggestions = Suggestions.none
    /// A value that stands for leaving the option out, where something else is usual.
    var none: String?
    /// Settings that the usual value does not go with.
    var usualWithout: [String] = []

    /// The name of the arguments in an address.
    static let arguments = "q"

    /// Throws unless a value is one of this parameter.
    func check(_ value: String) throws(ExplorerError) {
        func refused(_ problem: String, remedy: String? = nil) -> ExplorerError {
            // What was sent may be as long as an address.
            let shown = value.count > 80 ? value.prefix(80) + "…" : value[...]
            return .badValue(String(shown), name: name, label: label, problem: problem, remedy: remedy)
        }
        switch kind {
        case .text, .prose:
            guard value.utf8.count <= longest else { throw refused("is longer than \(longest) bytes.") }
        case .whole(let range):
            guard let number = Int(value), range.contains(number) else {
                throw refused("is not a whole number from \(range.lowerBound) to \(range.upperBound).")
            }
        case .number(let range):
            guard let number = Double(value), range.contains(number) else {
                throw refused("is not a number from \(range.lowerBound) to \(range.upperBound).")
            }
        case .choice(let values):
            guard values.contains(value) else { throw refused("is none of \(values.joined(separator: ", ")).") }
        case .range(let most):
            let ends = value.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard ends.count == 2, let first = ends[0], let last = ends[1], first > 0, first <= last else {
                throw refused("is no range, as 1-20.")
            }
            guard last - first < most else {
                throw refused("are more than \(most).", remedy: "The command takes more.")
            }
        case .flag:
            guard value == "1" else { throw refused("is neither 1 nor left out.") }
        }
    }

    private var longest: Int { if case .prose = kind { 8_192 } else { 1_024 } }
}

extension ScreenParameter {
    static func query(_ label: String, hint: String, isRepeated: Bool = false) -> ScreenParameter {
        ScreenParameter(name: arguments, label: label, kind: .text, hint: hint, isMain: true, isRepeated: isRepeated)
    }

    /// The documents that a result is of.
    static let documents = [
        ScreenParameter(
            name: "where", label: "Only documents where", kind: .text, hint: "author = 'Woolf' and year < 1930",
            suggestions: .conditions),
        ScreenParameter(
            name: "document", label: "Only the document", kind: .text, hint: "emma*", isRepeated: true,
            suggestions: .documents),
    ]
    /// The same in sight: where documents are what one is after.
    static let chosenDocuments = documents.map { parameter in
        var parameter = parameter
        parameter.isMain = true
        return parameter
    }
    static let split = ScreenParameter(name: "split", label: "Split", kind: .choice(["all", "train", "valid", "test"]))
    static let by = ScreenParameter(
        name: "by", label: "For each", kind: .text, hint: "document, or a key of the metadata",
        suggestions: .keys(after: ["document"]))
    static func limit(_ usual: Int) -> ScreenParameter {
        ScreenParameter(
            name: "limit", label: "Rows", kind: .whole(1...10_000), hint: "\(usual)", usual: "\(usual)")
    }
    static let seed = ScreenParameter(name: "seed", label: "Seed", kind: .whole(0...Int.max), hint: "1")
    static let models = ScreenParameter(
        name: "model", label: "Models", kind: .text, hint: "mkn:3, or the name of a saved one", isMain: true,
        isRepeated: true, suggestions: .models)
}

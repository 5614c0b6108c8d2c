internal import Foundation

/// The normalizer and the pre-tokenizer of a `tokenizer.json`, as steps.
enum TokenizerJSONSteps {
    /// - Throws: `.unsupported` for a step that is not known, by its name; `.damaged`.
    static func all(of root: JSONValue) throws(SubwordFileError) -> [SubwordStep] {
        var steps: [SubwordStep] = []
        if let normalizer = root["normalizer"], !normalizer.isNull { steps += try normalizing(normalizer) }
        if let cutter = root["pre_tokenizer"], !cutter.isNull { steps += try cutting(cutter) }
        for (index, step) in steps.enumerated() {
            if case .byteLevel = step, index + 1 < steps.count {
                throw .unsupported("a pre-tokenizer behind ByteLevel")
            }
        }
        return steps
    }

    private static func normalizing(_ step: JSONValue) throws(SubwordFileError) -> [SubwordStep] {
        let type = step["type"]?.text ?? "none"
        switch type {
        case "Sequence": return try sequence(step["normalizers"], normalizing)
        case "NFC": return [.nfc]
        case "NFD": return [.nfd]
        case "NFKC": return [.nfkc]
        case "NFKD": return [.nfkd]
        case "Lowercase": return [.lowercase]
        case "StripAccents": return [.stripAccents]
        case "Strip":
            return [.strip(left: step["strip_left"]?.bool ?? true, right: step["strip_right"]?.bool ?? true)]
        case "Replace": return [.replace(try pattern(step, "Replace"), with: try text(step["content"], "Replace"))]
        case "Prepend": return [.prepend(try text(step["prepend"], "Prepend"))]
        case "Precompiled":
            guard let base64 = step["precompiled_charsmap"]?.text, let bytes = Data(base64Encoded: base64),
                Charsmap(bytes) != nil
            else { throw damaged("Precompiled") }
            return [.charsmap(bytes)]
        default: throw .unsupported("the normalizer \(type)")
        }
    }

    private static func cutting(_ step: JSONValue) throws(SubwordFileError) -> [SubwordStep] {
        let type = step["type"]?.text ?? "none"
        switch type {
        case "Sequence": return try sequence(step["pretokenizers"], cutting)
        case "ByteLevel":
            return [
                .byteLevel(
                    addsPrefixSpace: step["add_prefix_space"]?.bool ?? true, splits: step["use_regex"]?.bool ?? true)
            ]
        case "Split":
            let behavior = try behavior(step["behavior"], type)
            return [.split(try pattern(step, type), behavior, isInverted: step["invert"]?.bool ?? false)]
        case "Digits": return [.digits(areIndividual: step["individual_digits"]?.bool ?? false)]
        case "Punctuation":
            return [.punctuation(step["behavior"] == nil ? .isolated : try behavior(step["behavior"], type))]
        case "Whitespace": return [.whitespace]
        case "WhitespaceSplit": return [.whitespaceSplit]
        case "Metaspace": return [try metaspace(step)]
        default: throw .unsupported("the pre-tokenizer \(type)")
        }
    }

    private static func sequence(
        _ steps: JSONValue?, _ read: (JSONValue) throws(SubwordFileError) -> [SubwordStep]
    ) throws(SubwordFileError) -> [SubwordStep] {
        guard let steps = steps?.array else { throw damaged("Sequence") }
        var all: [SubwordStep] = []
        for step in steps { all += try read(step) }
        return all
    }

    private static func metaspace(_ step: JSONValue) throws(SubwordFileError) -> SubwordStep {
        let mark = step["replacement"]?.text ?? "▁"
        guard mark.utf8.elementsEqual("▁".utf8) else { throw .unsupported("spaces that are written as '\(mark)'") }
        let name = step["prepend_scheme"]?.text
        guard let prefix = name.map(SubwordStep.Prefix.init(rawValue:)) ?? .always else {
            throw .unsupported("the prepend_scheme \(name ?? "")")
        }
        let addsPrefix = step["add_prefix_space"]?.bool ?? true
        return .metaspace(prefix: addsPrefix ? prefix : .never, splits: step["split"]?.bool ?? true)
    }

    private static func behavior(_ value: JSONValue?, _ type: String) throws(SubwordFileError)
        -> SubwordStep.SplitBehavior
    {
        guard let name = value?.text else { throw damaged(type) }
        guard let behavior = SubwordStep.SplitBehavior(rawValue: name) else {
            throw .unsupported("the behavior \(name) of \(type)")
        }
        return behavior
    }

    private static func text(_ value: JSONValue?, _ type: String) throws(SubwordFileError) -> String {
        guard let text = value?.text else { throw damaged(type) }
        return text
    }

    private static func pattern(_ step: JSONValue, _ type: String) throws(SubwordFileError) -> SubwordPattern {
        if let literal = step["pattern"]?["String"]?.text { return .literal(literal) }
        guard let expression = step["pattern"]?["Regex"]?.text else { throw damaged(type) }
        guard let own = translated(expression), SplitExpression(own) != nil else {
            throw .unsupported("the expression \(expression)")
        }
        return .expression(own)
    }

    /// An expression of Oniguruma as ICU reads it: white space has more characters there, and `\h` means something else.
    private static func translated(_ expression: String) -> String? {
        var own = ""
        var rest = Substring(expression)
        /// How many sets of characters are open.
        var sets = 0
        while let character = rest.popFirst() {
            guard character == "\\", let escaped = rest.popFirst() else {
                if character == "[" { sets += 1 } else if character == "]" { sets -= 1 }
                switch character {
                // Ends of lines there, of the text in ICU; what a point leaves out differs, and the flag m.
                case "^" where sets == 0: own += "(?m:^)"
                case "$" where sets == 0: own += "(?m:$)"
                case "." where sets == 0: own += "[^\\n]"
                case "(" where sets == 0 && setsFlagM(rest): return nil
                default: own.append(character)
                }
                continue
            }
            switch escaped {
            case "s": own += "\\p{White_Space}"
            case "S": own += "\\P{White_Space}"
            case "h", "H", "R", "X": return nil
            default: own += "\\\(escaped)"
            }
        }
        return own
    }

    /// Whether a group that is opened there sets the flag m: `?m)`, `?im-x:`.
    private static func setsFlagM(_ rest: Substring) -> Bool {
        guard rest.first == "?" else { return false }
        let flags = rest.dropFirst().prefix { "imsx-".contains($0) }
        let end = rest.dropFirst(1 + flags.count).first
        return flags.contains("m") && (end == ":" || end == ")")
    }

    private static func damaged(_ type: String) -> SubwordFileError {
        .damaged(format: "tokenizer.json", what: "its step \(type)")
    }
}

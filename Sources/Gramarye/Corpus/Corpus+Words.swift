public import Tokenization

extension Corpus {
    /// The tokens of a short text; `<s>`, `</s>` and `<unk>` standing alone are the markers.
    ///
    /// - Parameters:
    ///   - text: in Unicode, of any language.
    ///   - settings: of the tokenizer; `nil` for the corpus's.
    public func words(of text: String, by settings: TokenizerSettings? = nil) throws -> [String] {
        let tokenizer = try Tokenizer(settings ?? tokenizer)
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.contains(where: Marker.texts.contains) else {
            return try tokenizer.segments(of: text).flatMap { $0 }
        }
        var words: [String] = []
        var plain: [String] = []
        func takePlain() throws {
            words += try tokenizer.segments(of: plain.joined(separator: " ")).flatMap { $0 }
            plain = []
        }
        for part in parts {
            if Marker.texts.contains(part) {
                try takePlain()
                words.append(part)
            } else {
                plain.append(part)
            }
        }
        try takePlain()
        return words
    }

    /// The tokens of a text that goes on with another: a word is another subword behind a space than where a text begins.
    func words(of text: String, after context: String, by settings: TokenizerSettings) throws -> [String] {
        let before = context.split(separator: " ").last ?? ""
        let needsSpace =
            settings.tokens == .subwords && settings.subwords?.putsSpaceBefore == false && !text.hasPrefix(" ")
            && !before.isEmpty && !Marker.texts.contains(String(before))
        return try words(of: needsSpace ? " " + text : text, by: settings)
    }
}

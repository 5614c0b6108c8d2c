internal import Basics
internal import Foundation
internal import Tokenization

/// What the comments of an ARPA file of ours say of how the model takes texts; other tools pass them over.
enum ArpaHead {
    private static let tokenizerPrefix = "# gram tokenizer: "

    /// The line that names a tokenizer.
    static func line(of tokenizer: TokenizerSettings) -> String { tokenizerPrefix + sortedJSON(tokenizer) }

    /// The tokenizer that a line of the head names; `nil` where it names none.
    static func tokenizer(in text: String, line: Int) throws(ArpaError) -> TokenizerSettings? {
        guard text.hasPrefix(tokenizerPrefix) else { return nil }
        let json = Data(text.dropFirst(tokenizerPrefix.count).utf8)
        guard let settings = try? JSONDecoder().decode(TokenizerSettings.self, from: json) else {
            throw .unknownTokenizer(line: line)
        }
        return settings
    }

    /// What a file is that is no ARPA but begins like this; `nil` if nothing is known of it.
    static func foreignFormat(of head: [UInt8]) -> ArpaError.Format? {
        func begins(_ text: String) -> Bool { head.starts(with: text.utf8) }
        if begins("mmap lm http://kheafield.com/code") { return .kenlmBinary }
        if begins("blmt") || begins("iARPA") { return .irstlm }
        return nil
    }

    /// Whether a file's first bytes are enough to tell what it is: the longest mark, or a whole line of text.
    static func tells(_ head: [UInt8]) -> Bool { head.count >= 40 || head.count >= 6 && head.contains(0x0A) }
}

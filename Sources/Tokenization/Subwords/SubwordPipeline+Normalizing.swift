internal import CICU
internal import Foundation

/// Making a text another one.
extension SubwordPipeline {
    /// A text as one step leaves it.
    func normalized(_ text: [UInt8], by step: SubwordStep) throws(TextError) -> [UInt8] {
        switch step {
        case .replace(let pattern, let content):
            let content = Array(content.utf8)
            var (replaced, start): ([UInt8], Int) = ([], 0)
            for match in try matches(of: pattern, in: text) {
                replaced += text[start..<match.lowerBound] + content
                start = match.upperBound
            }
            return replaced + text[start...]
        case .prepend(let prefix):
            if text.isEmpty { return text }
            prefixCharacters += prefix.unicodeScalars.count
            return Array(prefix.utf8) + text
        case .charsmap(let bytes): return Self.mapped(text, charsmaps[bytes])
        case .sentencePiece(let bytes, let addsPrefix, let removesSpaces, let isSuffix):
            guard let charsmap = charsmaps[bytes] else { return text }
            let normalized = SentencePieceNormalization(
                charsmap: charsmap, addsPrefix: addsPrefix, removesSpaces: removesSpaces, isSuffix: isSuffix
            ).normalized(text, userDefined: tables.userDefined)
            if addsPrefix, !normalized.isEmpty { prefixCharacters += 1 }
            return normalized
        default: return Self.plain(text, [step])
        }
    }

    /// What those steps make of a text that do not look at where it begins.
    static func plain(_ text: [UInt8], _ steps: [SubwordStep]) -> [UInt8] {
        var string = String(decoding: text, as: UTF8.self)
        for step in steps {
            switch step {
            case .nfc: string = string.precomposedStringWithCanonicalMapping
            case .nfd: string = string.decomposedStringWithCanonicalMapping
            case .nfkc: string = string.precomposedStringWithCompatibilityMapping
            case .nfkd: string = string.decomposedStringWithCompatibilityMapping
            case .lowercase:
                string = string.unicodeScalars.reduce(into: "") {
                    $0.unicodeScalars += $1.properties.lowercaseMapping.unicodeScalars
                }
            case .stripAccents:
                string.unicodeScalars.removeAll { icu_is_mark($0.value) }
            case .strip(let left, let right):
                var scalars = Substring(string).unicodeScalars
                if left { scalars = scalars.drop { UTF8Scalar.isWhiteSpace($0.value) } }
                if right { while let last = scalars.last, UTF8Scalar.isWhiteSpace(last.value) { scalars.removeLast() } }
                string = String(scalars)
            case .replace(.literal(let pattern), let content):
                let replaced = SpaceMark.replacing(
                    Array(pattern.utf8), in: Array(string.utf8), by: Array(content.utf8))
                string = String(decoding: replaced, as: UTF8.self)
            default: break
            }
        }
        return Array(string.utf8)
    }

    /// By Hugging Face's reading of the table: a grapheme cluster of a few bytes as a whole, else its scalars.
    private static func mapped(_ text: [UInt8], _ charsmap: Charsmap?) -> [UInt8] {
        guard let charsmap else { return text }
        var mapped: [UInt8] = []
        for character in String(decoding: text, as: UTF8.self) {
            let utf8 = Array(String(character).utf8)
            if utf8.count < 6, let found = charsmap.replacement(in: utf8, at: 0, longest: false) {
                mapped += found.text
                continue
            }
            for scalar in character.unicodeScalars {
                let utf8 = Array(String(scalar).utf8)
                mapped += charsmap.replacement(in: utf8, at: 0, longest: false)?.text ?? utf8[...]
            }
        }
        return mapped
    }
}

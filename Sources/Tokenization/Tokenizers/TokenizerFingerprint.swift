internal import Basics
internal import CICU

extension TokenizerSettings {
    /// The settings and the version of ICU, whose data decide what a word is, in 16 hexadecimal digits.
    ///
    /// Two corpora of one fingerprint have tokenized equal texts into equal tokens.
    public var fingerprint: String {
        var fields = [
            ("case", letterCase.rawValue), ("icu", Self.icuVersion),
            ("keep_punctuation", String(keepPunctuation)), ("letters_only", String(lettersOnly)),
            ("normalize", normalization.rawValue), ("segments", segments.rawValue), ("tokens", tokens.rawValue),
            ("white_space", whiteSpace.rawValue),
        ]
        // What the first version did not know is named where it differs from what it did: so its fingerprints stay.
        if apostrophes != .keep { fields.append(("apostrophes", apostrophes.rawValue)) }
        if hyphens != .split { fields.append(("hyphens", hyphens.rawValue)) }
        if let clitics { fields.append(("clitics", clitics.rawValue)) }
        if let locale { fields.append(("locale", locale)) }
        if stripsMarks { fields.append(("strip_marks", "true")) }
        if keepsSymbols { fields.append(("keep", "symbols")) }
        if blankLines != .drop { fields.append(("blank_lines", blankLines.rawValue)) }
        if let subwords { fields.append(("subwords", subwords.hash)) }
        if edition != .first { fields.append(("edition", String(edition.rawValue))) }
        let json = "{" + fields.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}"
        return String(contentFingerprint(Array(json.utf8)).prefix(16))
    }
}

extension TokenizerSettings {
    /// The version of the ICU that finds words, as 72.1.
    package static var icuVersion: String { unsafe String(cString: icu_version()) }
}

/// SHA-256 of some bytes in hexadecimal.
package func contentFingerprint(_ bytes: [UInt8]) -> String {
    hexadecimal(SHA256.hash(bytes))
}

internal import Basics
internal import CICU

extension TokenizerSettings {
    /// The settings and the version of ICU, whose data decide what a word is, in 16 hexadecimal digits.
    ///
    /// Two corpora of one fingerprint have tokenized equal texts into equal tokens.
    public var fingerprint: String {
        let fields = [
            ("case", letterCase.rawValue), ("icu", unsafe String(cString: icu_version())),
            ("keep_punctuation", String(keepPunctuation)), ("letters_only", String(lettersOnly)),
            ("normalize", normalization.rawValue), ("segments", segments.rawValue), ("tokens", tokens.rawValue),
            ("white_space", whiteSpace.rawValue),
        ]
        let json = "{" + fields.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}"
        return String(contentFingerprint(Array(json.utf8)).prefix(16))
    }
}

/// SHA-256 of some bytes in hexadecimal.
package func contentFingerprint(_ bytes: [UInt8]) -> String {
    hexadecimal(SHA256.hash(bytes))
}

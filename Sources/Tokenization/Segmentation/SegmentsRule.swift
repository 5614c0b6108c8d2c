/// How `auto` segments are decided, from the beginning of the first text.
package enum SegmentsRule {
    /// How much of the text is looked at: a MiB.
    package static let sampleSize = 1 << 20

    /// What `auto` stands for: lines for tokens between white space; else paragraphs if blank lines part the text and
    /// more than half of the non-blank lines stand in blocks of two or more, else lines.
    ///
    /// Without a blank line there is nothing to tell paragraphs by: a text of one verse a line is lines.
    ///
    /// - Parameter firstMiB: decoded text; no more than `sampleSize` bytes of it are looked at.
    package static func resolve(
        firstMiB text: Span<UInt8>, tokens: TokenizerSettings.Tokens
    ) -> TokenizerSettings.Segments {
        guard tokens != .whitespace else { return .lines }
        var lines = 0
        var linesInBlocks = 0
        var block = 0
        var blocks = 0
        var isBlank = true
        func endLine() {
            if isBlank {
                block = 0
            } else {
                lines += 1
                block += 1
                if block == 1 { blocks += 1 }
                // The second line of a block brings the first with it.
                linesInBlocks += block == 2 ? 2 : block > 2 ? 1 : 0
            }
            isBlank = true
        }
        for index in 0..<min(text.count, sampleSize) {
            switch text[index] {
            case 0x0A: endLine()
            case 0x20, 0x09, 0x0B, 0x0C, 0x0D: break
            default: isBlank = false
            }
        }
        if !isBlank { endLine() }
        return blocks > 1 && linesInBlocks * 2 > lines ? .paragraphs : .lines
    }
}

extension TokenizerSettings {
    /// The settings with `auto` segments decided by a text's beginning; others stay as they are.
    package func resolvingSegments(firstMiB text: Span<UInt8>) -> TokenizerSettings {
        guard segments == .auto else { return self }
        var settings = self
        settings.segments = SegmentsRule.resolve(firstMiB: text, tokens: tokens)
        return settings
    }
}

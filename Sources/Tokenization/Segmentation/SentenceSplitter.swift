/// Cuts text into sentences (UAX #29), before case is mapped: a capital letter is what tells a sentence's end from an
/// abbreviation's. After usual abbreviations no sentence ends.
///
/// Text is often wrapped, so a line end inside a paragraph ends no sentence by itself; a blank line does. The line end
/// that closes a sentence belongs to none.
final class SentenceSplitter {
    private var normalizer: Canonicalizer
    private let rules: BreakRules?
    private let iterator: BreakIterator
    private let abbreviations: Abbreviations
    private let text = PaddedBytes()
    /// `text` with spaces for line ends, in the same places.
    private let unwrapped = PaddedBytes()

    init(_ settings: TokenizerSettings, usesTables: Bool, longestForICU: Int) throws(TextError) {
        normalizer = try Canonicalizer(
            settings, letterCase: .preserve, lettersOnly: false, isRefined: false, longestForICU: longestForICU)
        let language = settings.locale ?? ""
        rules = usesTables ? BreakRules.of(.sentences, language: language) : nil
        iterator = try BreakIterator(.sentences, language: language, longestText: longestForICU)
        abbreviations = .of(settings)
    }

    /// Calls `body` with each sentence and where it ends in the normalized text, its line end among it.
    func forEachSentence(
        of input: UnsafeBufferPointer<UInt8>,
        _ body: (UnsafeBufferPointer<UInt8>, _ end: Int) throws(TextError) -> Void
    ) throws(TextError) {
        try unsafe normalizer.canonicalize(input, into: text)
        unwrapped.count = 0
        unwrapped.reserve(text.count)
        var lineStart = 0
        var blockStart = 0
        while lineStart < text.count {
            let lineFeed = unsafe Bytes.firstIndex(of: 0x0A, in: text.base, lineStart..<text.count) ?? text.count
            let next = min(lineFeed + 1, text.count)
            if isBlank(lineStart..<lineFeed) {
                try unsafe split(blockStart..<lineStart, body)
                blockStart = next
            }
            lineStart = next
        }
        try unsafe split(blockStart..<text.count, body)
    }

    private func split(
        _ block: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>, _ end: Int) throws(TextError) -> Void
    ) throws(TextError) {
        for index in block {
            let byte = unsafe text.base[index]
            unsafe unwrapped.base[index] = byte == 0x0A || byte == 0x0D ? 0x20 : byte
        }
        var ends: [Int] = []
        if let rules {
            var position = block.lowerBound
            while position < block.upperBound {
                let match = unsafe rules.match(
                    in: unwrapped.base, from: position, to: block.upperBound, state: rules.start)
                position = match.end
                ends.append(position)
            }
        } else {
            let bytes = unsafe UnsafeBufferPointer(start: unwrapped.base + block.lowerBound, count: block.count)
            try unsafe iterator.forEach(in: bytes) { end, _ in ends.append(block.lowerBound + end) }
        }
        var start = block.lowerBound
        for end in ends {
            if end < block.upperBound,
                unsafe abbreviations.endsWithOne(unwrapped.base, start..<end, next: unwrapped.base[end])
            {
                continue
            }
            var last = end
            if last > start, unsafe text.base[last - 1] == 0x0A {
                last -= 1
                if last > start, unsafe text.base[last - 1] == 0x0D { last -= 1 }
            }
            do {
                try unsafe body(UnsafeBufferPointer(start: text.base + start, count: last - start), end)
            } catch {
                throw error.shifted(byLines: unsafe Bytes.count(of: 0x0A, in: text.base, 0..<start))
            }
            start = end
        }
    }

    /// Makes of ends in the text that was normalized last ends in its source.
    func findInSource(
        _ source: UnsafeBufferPointer<UInt8>, ends: inout [UInt32], from first: Int
    ) throws(TextError) {
        var positions = unsafe SourcePositions(
            source: source, canonical: UnsafeBufferPointer(start: text.base, count: text.count))
        for index in first..<ends.count {
            let end = try unsafe positions.position(of: Int(ends[index])) { prefix throws(TextError) in
                try unsafe normalizer.canonicalize(prefix, into: unwrapped)
                return unwrapped.count
            }
            ends[index] = UInt32(end)
        }
    }

    private func isBlank(_ line: Range<Int>) -> Bool {
        var position = line.lowerBound
        while position < line.upperBound {
            let (scalar, length) = unsafe UTF8Scalar.decodeAny(text.base + position)
            guard UTF8Scalar.isWhiteSpace(scalar) else { return false }
            position += length
        }
        return true
    }
}

/// Turns the bytes of a text into UTF-8, chunk by chunk.
///
/// A byte-order mark wins over the encoding asked for, and is dropped. Invalid bytes in the encoding are an error, and
/// so is a zero byte, the sign of a file that is not text; a lossy decoder replaces them by U+FFFD and counts them.
///
/// ```swift
/// var decoder = TextDecoder(encoding: .latin1)
/// var text: [UInt8] = []
/// try decoder.decode(bytes.span, into: &text)
/// try decoder.finish(into: &text)
/// ```
public struct TextDecoder: Sendable {
    /// The encoding asked for, or the one that the byte-order mark told.
    package private(set) var encoding: Encoding
    /// How many times U+FFFD has been put for invalid bytes.
    package private(set) var replacements = 0

    private let lossy: Bool
    private var isBigEndian = false
    private var begun = false
    /// Bytes read that cannot be decoded before more are known.
    private var pending: [UInt8] = []
    /// Whether lines end at CR alone, and become lines that end at LF.
    package let endsLinesAtReturn: Bool
    /// What decodes other encodings; made when the first bytes come, so that a decoder can be copied before.
    private var converter: EncodingConverter?
    /// How many bytes have been decoded, and how many line feeds they held.
    private var offset = 0
    private var lineFeeds = 0

    /// - Parameter endsLinesAtReturn: see `LineEnds`.
    package init(encoding: Encoding = .utf8, lossy: Bool = false, endsLinesAtReturn: Bool = false) {
        self.encoding = encoding
        self.lossy = lossy
        self.endsLinesAtReturn = endsLinesAtReturn
    }

    /// Decodes a text that is wholly at hand.
    /// - Throws: as `decode(_:into:)`.
    package static func decode(
        _ bytes: Span<UInt8>, encoding: Encoding = .utf8, lossy: Bool = false
    ) throws(TextError) -> [UInt8] {
        var decoder = TextDecoder(encoding: encoding, lossy: lossy)
        var text: [UInt8] = []
        try decoder.decode(bytes, into: &text)
        try decoder.finish(into: &text)
        return text
    }

    /// Decodes the next bytes and appends their UTF-8; a scalar cut by the chunk's end waits for the next chunk.
    /// - Throws: `.invalidBytes`, `.zeroByte`, naming the byte's offset in the input and its line.
    package mutating func decode(_ chunk: Span<UInt8>, into text: inout [UInt8]) throws(TextError) {
        try unsafe chunk.withUnsafeBufferPointer { chunk throws(TextError) in
            if pending.isEmpty && begun {
                try unsafe decode(chunk, isLast: false, into: &text)
            } else {
                // Rare and short: a few bytes are left over from the last chunk, or it is the first one.
                unsafe pending.append(contentsOf: chunk)
                try decodePending(isLast: false, into: &text)
            }
        }
    }

    /// Decodes what is left.
    /// - Throws: `.invalidBytes` if the text ends inside a scalar.
    package mutating func finish(into text: inout [UInt8]) throws(TextError) {
        try decodePending(isLast: true, into: &text)
    }

    private mutating func decodePending(isLast: Bool, into text: inout [UInt8]) throws(TextError) {
        if !begun {
            guard isLast || pending.count >= 4 else { return }
            begun = true
            takeByteOrderMark()
        }
        let bytes = pending
        pending = []
        try unsafe bytes.withUnsafeBufferPointer { bytes throws(TextError) in
            try unsafe decode(bytes, isLast: isLast, into: &text)
        }
    }

    private mutating func takeByteOrderMark() {
        var length = 0
        if pending.starts(with: [0xEF, 0xBB, 0xBF]) {
            encoding = .utf8
            length = 3
        } else if pending.starts(with: [0xFF, 0xFE, 0, 0]) || pending.starts(with: [0, 0, 0xFE, 0xFF]) {
            // No text in UTF-16 begins with a zero.
            encoding = .other(pending[0] == 0 ? "UTF-32BE" : "UTF-32LE")
            length = 4
        } else if pending.starts(with: [0xFF, 0xFE]) || pending.starts(with: [0xFE, 0xFF]) {
            encoding = .utf16
            isBigEndian = pending[0] == 0xFE
            length = 2
        } else {
            isBigEndian = pending.first == 0
        }
        pending.removeFirst(length)
        offset = length
    }

    /// Decodes bytes; those that need more to be understood become `pending` unless they are the last.
    private mutating func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, into text: inout [UInt8]
    ) throws(TextError) {
        let before = text.count
        let read =
            switch encoding {
            case .utf8: try unsafe decodeUTF8(bytes, isLast: isLast, into: &text)
            case .latin1, .windows1252: try unsafe decodeSingleBytes(bytes, into: &text)
            case .utf16: try unsafe decodeUTF16(bytes, isLast: isLast, into: &text)
            case .other(let name): try unsafe convert(bytes, from: name, isLast: isLast, into: &text)
            }
        if endsLinesAtReturn {
            for index in before..<text.count where text[index] == 0x0D { text[index] = 0x0A }
        }
        lineFeeds += unsafe text.withUnsafeBufferPointer { text in
            guard let base = text.baseAddress else { return 0 }
            return unsafe Bytes.count(of: 0x0A, in: base, before..<text.count)
        }
        offset += read
        unsafe pending.append(contentsOf: bytes[read...])
    }

    private mutating func decodeUTF8(
        _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, into text: inout [UInt8]
    ) throws(TextError) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let before = text.count
        var position = 0
        while true {
            let (end, obstacle) = unsafe UTF8Validation.scan(base, from: position, to: bytes.count)
            unsafe text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[position..<end]))
            position = end
            switch obstacle {
            case .end: return position
            case .incomplete where !isLast: return position
            case .zeroByte:
                try unsafe replaceZero(at: end, of: bytes, decodedFrom: before, into: &text)
                position += 1
            case .incomplete:
                try unsafe replace(bytes[end...], at: end, of: bytes, decodedFrom: before, into: &text)
                position = bytes.count
            case .invalid(let length):
                try unsafe replace(bytes[end..<end + length], at: end, of: bytes, decodedFrom: before, into: &text)
                position += length
            }
        }
    }

    private mutating func decodeSingleBytes(
        _ bytes: UnsafeBufferPointer<UInt8>, into text: inout [UInt8]
    ) throws(TextError) -> Int {
        let before = text.count
        text.reserveCapacity(text.count + bytes.count + bytes.count / 8)
        for position in 0..<bytes.count {
            let byte = unsafe bytes[position]
            if byte == 0 {
                try unsafe replaceZero(at: position, of: bytes, decodedFrom: before, into: &text)
            } else if byte < 0x80 {
                text.append(byte)
            } else {
                let scalar = encoding == .latin1 ? UInt32(byte) : Windows1252.scalar(of: byte)
                if let scalar = scalar.flatMap(Unicode.Scalar.init) {
                    text.append(contentsOf: UTF8.encode(scalar)!)
                } else {
                    try unsafe replace(bytes[position...position], at: position, decodedFrom: before, into: &text)
                }
            }
        }
        return bytes.count
    }

    private mutating func decodeUTF16(
        _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, into text: inout [UInt8]
    ) throws(TextError) -> Int {
        let before = text.count
        func unit(_ position: Int) -> UInt16 {
            let first = unsafe UInt16(bytes[position])
            let second = unsafe UInt16(bytes[position + 1])
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        var position = 0
        while position < bytes.count {
            guard position + 2 <= bytes.count else {
                guard isLast else { break }
                try unsafe replace(bytes[position...], at: position, decodedFrom: before, into: &text)
                position = bytes.count
                break
            }
            let first = unit(position)
            var length = 2
            var scalar = Unicode.Scalar(first)
            if UTF16.isLeadSurrogate(first) {
                if position + 4 <= bytes.count {
                    let second = unit(position + 2)
                    if UTF16.isTrailSurrogate(second) {
                        scalar = UTF16.decode(UTF16.EncodedScalar([first, second]))
                        length = 4
                    }
                } else if !isLast {
                    break
                }
            }
            if first == 0 {
                try unsafe replaceZero(at: position, of: bytes, decodedFrom: before, into: &text)
            } else if let scalar {
                text.append(contentsOf: UTF8.encode(scalar)!)
            } else {
                let invalid = position..<position + length
                try unsafe replace(bytes[invalid], at: position, decodedFrom: before, into: &text)
            }
            position += length
        }
        return position
    }

    /// Decodes what ICU's converters do; they keep what a chunk's end has cut.
    private mutating func convert(
        _ bytes: UnsafeBufferPointer<UInt8>, from name: String, isLast: Bool, into text: inout [UInt8]
    ) throws(TextError) -> Int {
        if converter == nil { converter = try EncodingConverter(name) }
        guard let converter else { return 0 }
        let before = text.count
        var position = 0
        while true {
            let first = text.count
            let step = try unsafe converter.convert(
                UnsafeBufferPointer(rebasing: bytes[position...]), isLast: isLast, into: &text)
            position += step.taken
            if let zero = text[first...].firstIndex(of: 0) {
                guard lossy else {
                    let taken = unsafe bytes[..<position].suffix(step.taken)
                    throw .zeroByte(
                        offset: offset + (unsafe taken.firstIndex(of: 0) ?? position),
                        line: line(atEndOf: Array(text[..<zero]), from: before),
                        looksLikeUTF16: false)
                }
                let scalars = text[first...].split(separator: 0, omittingEmptySubsequences: false)
                replacements += scalars.count - 1
                text.replaceSubrange(first..., with: Array(scalars.joined(separator: [0xEF, 0xBF, 0xBD])))
            }
            switch step.end {
            case .done: return position
            case .more: continue
            case .invalid(let invalid):
                guard lossy else {
                    throw .invalidBytes(
                        encoding: encoding, bytes: invalid, offset: offset + position - invalid.count,
                        line: line(atEndOf: text, from: before))
                }
                appendReplacement(to: &text)
            }
        }
    }

    /// Puts U+FFFD for invalid bytes, or throws.
    /// - Parameters:
    ///   - whole: what the encoding is guessed by, where it is another.
    ///   - start: where in `text` the UTF-8 of the bytes at hand begins.
    private mutating func replace(
        _ invalid: Slice<UnsafeBufferPointer<UInt8>>, at position: Int,
        of whole: UnsafeBufferPointer<UInt8>? = nil, decodedFrom start: Int, into text: inout [UInt8]
    ) throws(TextError) {
        guard lossy else {
            let likely = unsafe whole.map { unsafe EncodingGuess.likely($0, around: position) } ?? []
            throw .invalidBytes(
                encoding: encoding, bytes: unsafe Array(invalid), offset: offset + position,
                line: line(atEndOf: text, from: start), likely: likely)
        }
        appendReplacement(to: &text)
    }

    private mutating func replaceZero(
        at position: Int, of bytes: UnsafeBufferPointer<UInt8>, decodedFrom start: Int, into text: inout [UInt8]
    ) throws(TextError) {
        guard lossy else {
            // Zero at every other byte is what Latin text in UTF-16 looks like.
            let sample = unsafe bytes[max(0, position - 64)..<min(bytes.count, position + 64)]
            let zeros = unsafe sample.count { $0 == 0 }
            let others = unsafe zip(sample, sample.dropFirst()).count { ($0 == 0) != ($1 == 0) }
            let alternates = unsafe zeros > 0 && others * 10 >= (sample.count - 1) * 9
            throw .zeroByte(
                offset: offset + position, line: line(atEndOf: text, from: start),
                looksLikeUTF16: encoding != .utf16 && alternates)
        }
        appendReplacement(to: &text)
    }

    private mutating func appendReplacement(to text: inout [UInt8]) {
        text.append(contentsOf: [0xEF, 0xBF, 0xBD])
        replacements += 1
    }

    private func line(atEndOf text: [UInt8], from start: Int) -> Int {
        1 + lineFeeds + text[start...].count { $0 == 0x0A }
    }
}

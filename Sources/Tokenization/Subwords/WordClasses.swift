internal import CICU

/// What GPT-2's rule of words tells scalars apart by, looked up in pages filled when first asked for.
struct WordClasses {
    enum Class: UInt8 { case letter, number, space, other }

    private var pages = [Int](repeating: -1, count: 0x1100)
    private var classes: [Class] = []

    subscript(scalar: UInt32) -> Class {
        mutating get {
            let page = Int(scalar >> 8)
            if pages[page] < 0 { fill(page) }
            return classes[pages[page] &+ Int(scalar & 0xFF)]
        }
    }

    @inline(never)
    private mutating func fill(_ page: Int) {
        pages[page] = classes.count
        for scalar in page << 8..<(page + 1) << 8 { classes.append(Self.class(of: UInt32(scalar))) }
    }

    private static func `class`(of scalar: UInt32) -> Class {
        if UTF8Scalar.isWhiteSpace(scalar) { return .space }
        return icu_is_letter(scalar) ? .letter : icu_is_number(scalar) ? .number : .other
    }
}

/// Cuts a text into words as GPT-2 does, each with the space before it.
///
/// By the expression `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
/// - SeeAlso: Radford et al. (2019), "Language Models are Unsupervised Multitask Learners".
struct WordSplitter {
    private var classes = WordClasses()

    /// Where the word ends that begins at a byte of a text.
    /// - Precondition: valid UTF-8, and `position < end`.
    @inline(__always)
    mutating func wordEnd(in base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        let first = unsafe base[start]
        if first == 0x27, let contraction = unsafe contraction(in: base, from: start, to: end) { return contraction }
        var position = start
        if first == 0x20, start + 1 < end { position += 1 }
        let (scalar, length) = unsafe UTF8Scalar.decodeAny(base + position)
        let kind = classes[scalar]
        guard kind != .space else { return unsafe spaceEnd(in: base, from: start, to: end) }
        position += length
        while position < end {
            let (scalar, length) = unsafe UTF8Scalar.decodeAny(base + position)
            guard classes[scalar] == kind else { break }
            position += length
        }
        return position
    }

    /// White space, but for the last of it where more than one scalar stands before a word.
    private mutating func spaceEnd(in base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        var (position, last) = (start, start)
        while position < end {
            let (scalar, length) = unsafe UTF8Scalar.decodeAny(base + position)
            guard classes[scalar] == .space else { return last > start ? last : position }
            last = position
            position += length
        }
        return end
    }

    private func contraction(in base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int? {
        guard start + 1 < end else { return nil }
        let second = unsafe base[start + 1]
        switch second {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
        default: break
        }
        guard start + 2 < end else { return nil }
        let third = unsafe base[start + 2]
        switch (second, third) {
        case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
            (UInt8(ascii: "l"), UInt8(ascii: "l")):
            return start + 3
        default: return nil
        }
    }
}

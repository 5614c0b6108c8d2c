/// A text with its white space as it shall be where it is part of tokens: a run one space, or all of it kept; with letters
/// only, what is left of line ends a space like any other.
final class SettledWhiteSpace {
    let text = PaddedBytes()
    private let collapses: Bool
    private let lettersOnly: Bool

    init(collapses: Bool, lettersOnly: Bool) {
        self.collapses = collapses
        self.lettersOnly = lettersOnly
    }

    /// Makes `text` of a stretch.
    /// - Returns: how many bytes it has.
    func settle(_ source: PaddedBytes, _ range: Range<Int>) -> Int {
        text.count = 0
        text.reserve(range.count)
        let (base, target) = unsafe (source.base, text.base)
        var position = range.lowerBound
        var length = 0
        var inWhiteSpace = false
        while position < range.upperBound {
            let (scalar, bytes) = unsafe UTF8Scalar.decodeAny(base + position)
            if collapses && UTF8Scalar.isWhiteSpace(scalar) {
                unsafe target[length] = 0x20
                length &+= inWhiteSpace ? 0 : 1
                inWhiteSpace = true
            } else {
                inWhiteSpace = false
                unsafe target[length] = lettersOnly && scalar == 0x0A ? 0x20 : base[position]
                for index in 1..<max(bytes, 1) { unsafe target[length &+ index] = base[position &+ index] }
                length &+= bytes
            }
            position &+= bytes
        }
        text.count = length
        return length
    }
}

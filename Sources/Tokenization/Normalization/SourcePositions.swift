/// Where places of a canonical text lie in the source that it was made of, asked for in ascending order.
///
/// Every mapping keeps line feeds, so lines correspond. Within a line that was changed the place is that after which the
/// source, canonicalized up to there, is as long as the canonical text before the place: what stands around the end of a
/// sentence or of a word does not act on each other.
@unsafe
struct SourcePositions {
    private let source: UnsafeBufferPointer<UInt8>
    private let canonical: UnsafeBufferPointer<UInt8>
    /// The line at hand in both, its end included.
    private var sourceLine = 0..<0
    private var canonicalLine = 0..<0
    private var isUnchanged = true

    init(source: UnsafeBufferPointer<UInt8>, canonical: UnsafeBufferPointer<UInt8>) {
        unsafe self.source = source
        unsafe self.canonical = canonical
    }

    /// - Parameters:
    ///   - place: in the canonical text, not before the last one asked for.
    ///   - canonicalCount: how many bytes a beginning of a line becomes.
    /// - Complexity: linear in the text for all places together; in a line whose bytes were changed O(n log n) a place.
    mutating func position(
        of place: Int, canonicalCount: (UnsafeBufferPointer<UInt8>) throws(TextError) -> Int
    ) throws(TextError) -> Int {
        while unsafe place > canonicalLine.upperBound && canonicalLine.upperBound < canonical.count {
            unsafe sourceLine = Self.line(in: source, from: sourceLine.upperBound)
            unsafe canonicalLine = Self.line(in: canonical, from: canonicalLine.upperBound)
            unsafe isUnchanged =
                sourceLine.count == canonicalLine.count
                && source[sourceLine].elementsEqual(canonical[canonicalLine])
        }
        let wanted = unsafe place - canonicalLine.lowerBound
        if unsafe place >= canonicalLine.upperBound { return unsafe sourceLine.upperBound }
        if unsafe isUnchanged || wanted == 0 { return unsafe sourceLine.lowerBound + wanted }
        var (low, high) = unsafe (sourceLine.lowerBound, sourceLine.upperBound)
        while low < high {
            let middle = unsafe scalarStart((low + high) / 2)
            let beginning = unsafe UnsafeBufferPointer(rebasing: source[sourceLine.lowerBound..<middle])
            if try unsafe canonicalCount(beginning) >= wanted {
                high = middle
            } else {
                low = unsafe scalarEnd(middle)
            }
        }
        return low
    }

    /// Makes of numbers of lines, ascending from 1, the places after their ends.
    static func findLines(in source: UnsafeBufferPointer<UInt8>, ends: inout [UInt32], from first: Int) {
        guard let base = source.baseAddress else { return }
        var (line, position) = (UInt32(0), 0)
        for index in first..<ends.count {
            while line < ends[index] {
                position =
                    unsafe Bytes.firstIndex(of: 0x0A, in: base, position..<source.count).map { $0 + 1 } ?? source.count
                line += 1
            }
            ends[index] = UInt32(position)
        }
    }

    private static func line(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int> {
        guard let base = text.baseAddress, start < text.count else { return start..<start }
        let end = unsafe Bytes.firstIndex(of: 0x0A, in: base, start..<text.count).map { $0 + 1 } ?? text.count
        return start..<end
    }

    private func scalarStart(_ position: Int) -> Int {
        var position = position
        while unsafe position > 0 && source[position] & 0xC0 == 0x80 { position -= 1 }
        return position
    }

    private func scalarEnd(_ position: Int) -> Int {
        var position = position + 1
        while unsafe position < source.count && source[position] & 0xC0 == 0x80 { position += 1 }
        return position
    }
}

internal import Foundation

/// The fields of a line of an ARPA file: a probability, words, and perhaps a back-off weight.
struct ArpaFields {
    struct Numbers {
        /// Natural.
        let logProbability: Float
        let logBackoff: Float
        /// Whether the probability was slightly above 1, and is taken for 1.
        let isRounded: Bool
    }

    let order: Int
    /// How many fields the line has, perhaps more than are kept.
    private(set) var count = 0
    /// Where they stand; of an n-gram's at most one more than it has.
    private var starts: [Int]
    private var ends: [Int]

    init(order: Int) {
        self.order = order
        starts = [Int](repeating: 0, count: order + 2)
        ends = starts
    }

    /// Where a field stands: 0 is the probability, the words are from 1 on.
    @inline(__always)
    func range(_ field: Int) -> Range<Int> { starts[field]..<ends[field] }

    /// How long a line is without white space at its end.
    static func length(of line: Span<UInt8>) -> Int {
        var end = line.count
        while end > 0, line[end - 1] == 0x0D || line[end - 1] == 0x20 || line[end - 1] == 0x09 { end -= 1 }
        return end
    }

    /// Finds the fields of a line.
    ///
    /// - Returns: where the line ends: its line feed, or the end of the bytes.
    @inline(__always)
    mutating func split(_ bytes: Span<UInt8>, from start: Int) -> Int {
        count = 0
        var (begin, index) = (start, start)
        while index < bytes.count {
            let byte = bytes[index]
            if byte <= 0x20, byte == 0x20 || byte == 0x09 || byte == 0x0A {
                if index > begin { add(begin, index) }
                begin = index &+ 1
                if byte == 0x0A { break }
            }
            index &+= 1
        }
        if index == bytes.count, index > begin { add(begin, index) }
        if count > 0, bytes[index &- 1] == 0x0D || bytes[index &- 1] <= 0x20 { trim(bytes, start, index) }
        return index
    }

    @inline(__always)
    private mutating func add(_ start: Int, _ end: Int) {
        if count < starts.count { (starts[count], ends[count]) = (start, end) }
        count &+= 1
    }

    /// Carriage returns at a line's end are none of its fields.
    private mutating func trim(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) {
        let end = start + Self.length(of: bytes.extracting(start..<end))
        count = 0
        var begin = start
        for index in start...end where index == end || bytes[index] == 0x20 || bytes[index] == 0x09 {
            if index > begin { add(begin, index) }
            begin = index + 1
        }
    }

    /// Reads the numbers of a line.
    ///
    /// - Parameter isContext: whether longer n-grams are announced.
    @inline(__always)
    func numbers(of bytes: Span<UInt8>, isContext: Bool, line: Int) throws(ArpaError) -> Numbers {
        guard count == order + 1 || count == order + 2 else {
            throw ArpaError(
                line: line,
                "\(count) \(count == 1 ? "field stands" : "fields stand") where a \(order)-gram has \(order + 1) or \(order + 2)",
                cause: "Fields are the probability, \(order) words, and perhaps a back-off weight.")
        }
        var probability = try Self.number(bytes.extracting(range(0)), "log-probability", line)
        let isRounded = probability > 0
        if isRounded {
            guard probability <= ArpaReader.rounding else {
                throw ArpaError(
                    line: line, "the log-probability \(probability) is positive", cause: "No probability is above 1.",
                    remedy: "Correct the line; some tools write 0 or a small number for what should be -99.")
            }
            probability = 0
        }
        let backoff =
            count == order + 2
            ? try Self.number(bytes.extracting(range(order + 1)), "back-off weight", line) : 0
        guard backoff == 0 || isContext else {
            throw ArpaError(line: line, "a \(order)-gram of the highest order has a back-off weight")
        }
        return Numbers(
            logProbability: Self.natural(probability), logBackoff: Self.natural(backoff), isRounded: isRounded)
    }

    /// The natural logarithm of what has this one to base 10.
    private static func natural(_ logarithm: Double) -> Float {
        logarithm == ArpaNumber.zero ? -.infinity : Float(logarithm * M_LN10)
    }

    @inline(__always)
    private static func number(_ field: Span<UInt8>, _ what: String, _ line: Int) throws(ArpaError) -> Double {
        guard let number = ArpaNumber.parse(field), !number.isNaN, number < 1e37 else {
            throw ArpaError(line: line, "the \(what) '\(field.string.prefix(40))' is no number")
        }
        return number
    }
}

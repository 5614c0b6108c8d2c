internal import Foundation

/// The fields of a line of an ARPA file: a probability, words, and perhaps a back-off weight.
enum ArpaFields {
    struct Numbers {
        /// Natural.
        let logProbability: Float
        let logBackoff: Float
        /// Whether the probability was slightly above 1, and is taken for 1.
        let isRounded: Bool
    }

    /// How long a line is without white space at its end.
    @inline(__always)
    static func length(of line: Span<UInt8>) -> Int {
        var end = line.count
        while end > 0, line[end - 1] == 0x0D || line[end - 1] == 0x20 || line[end - 1] == 0x09 { end -= 1 }
        return end
    }

    /// Finds the fields of a line and reads its numbers.
    ///
    /// - Parameters:
    ///   - isContext: whether longer n-grams are announced.
    ///   - fields: gets the places of all fields, the words' from 1 on.
    @inline(__always)
    static func read(
        _ text: Span<UInt8>, order: Int, isContext: Bool, line: Int, into fields: inout [Range<Int>]
    ) throws(ArpaError) -> Numbers {
        fields.removeAll(keepingCapacity: true)
        var start = 0
        for index in 0...text.count where index == text.count || text[index] == 0x20 || text[index] == 0x09 {
            if index > start { fields.append(start..<index) }
            start = index + 1
        }
        guard fields.count == order + 1 || fields.count == order + 2 else {
            throw ArpaError(
                line: line,
                "\(fields.count) \(fields.count == 1 ? "field stands" : "fields stand") where a \(order)-gram has \(order + 1) or \(order + 2)",
                cause: "Fields are the probability, \(order) words, and perhaps a back-off weight.")
        }
        var probability = try number(text.extracting(fields[0]), "log-probability", line)
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
            fields.count == order + 2 ? try number(text.extracting(fields[order + 1]), "back-off weight", line) : 0
        guard backoff == 0 || isContext else {
            throw ArpaError(line: line, "a \(order)-gram of the highest order has a back-off weight")
        }
        return Numbers(logProbability: natural(probability), logBackoff: natural(backoff), isRounded: isRounded)
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

internal import CICU

/// A regular expression that is looked for in texts, as ICU has them.
///
/// It holds working memory: each thread makes its own.
@safe
package final class SplitExpression {
    private let expression: OpaquePointer
    private let pattern: String

    /// - Returns: `nil` if that is no expression.
    package init?(_ pattern: String) {
        let utf8 = Array(pattern.utf8)
        var (place, error): (Int32, Int32) = (-1, 0)
        let opened = unsafe utf8.withUnsafeBufferPointer {
            unsafe icu_expression_open($0.baseAddress, Int32(clamping: $0.count), false, &place, &error)
        }
        guard let opened = unsafe opened else { return nil }
        unsafe expression = opened
        self.pattern = pattern
    }

    deinit { unsafe icu_expression_close(expression) }

    /// All that it finds in a text, in turn; empty finds are left out.
    /// - Throws: `.expressionTooSlow`.
    package func matches(in text: [UInt8]) throws(TextError) -> [Range<Int>] {
        guard let count = Int32(exactly: text.count) else { throw .stretchTooLongForICU(bytes: text.count) }
        var matches: [Range<Int>] = []
        var error: Int32 = 0
        unsafe text.withUnsafeBufferPointer { text in
            guard let base = text.baseAddress else { return }
            unsafe icu_expression_set_text(expression, base, count, &error)
            var (start, end): (Int32, Int32) = (0, 0)
            while error == 0, unsafe icu_expression_next(expression, &start, &end, &error) {
                if start < end { matches.append(Int(start)..<Int(end)) }
            }
        }
        guard error == 0 else { throw .expressionTooSlow(pattern) }
        return matches
    }
}

internal import CICU

/// A regular expression, as ICU has them, that whole texts are tested by.
///
/// It holds working memory: each thread makes its own.
@safe
package final class WholeExpression {
    /// Why a text is no expression, or cannot be tested by one.
    package enum Failure: Error, Hashable {
        /// - Parameter place: how many UTF-16 units of the pattern stand before the fault, where that is known.
        case noExpression(place: Int?)
        /// A text takes too many steps: the expression tries more and more ways the longer a text is.
        case explodes
        /// There is no memory.
        case noMemory
    }

    private let expression: OpaquePointer

    /// - Parameters:
    ///   - pattern: in the syntax of ICU.
    ///   - ignoresCase: whether capitals and small letters are alike.
    package init(_ pattern: String, ignoresCase: Bool) throws(Failure) {
        let utf8 = Array(pattern.utf8)
        var (place, error): (Int32, Int32) = (-1, 0)
        guard let count = Int32(exactly: utf8.count) else { throw .noMemory }
        let opened = unsafe utf8.withUnsafeBufferPointer {
            unsafe icu_expression_open($0.baseAddress, count, ignoresCase, &place, &error)
        }
        guard let opened = unsafe opened else { throw .noExpression(place: place < 0 ? nil : Int(place)) }
        unsafe expression = opened
    }

    deinit { unsafe icu_expression_close(expression) }

    /// Whether the whole of a text matches.
    ///
    /// - Parameter utf8: valid UTF-8.
    /// - Throws: `.explodes`, `.noMemory`.
    package func matches(_ utf8: Span<UInt8>) throws(Failure) -> Bool {
        guard let count = Int32(exactly: utf8.count) else { throw .noMemory }
        var error: Int32 = 0
        let matches = unsafe utf8.withUnsafeBufferPointer {
            unsafe icu_expression_matches(expression, $0.baseAddress, count, &error)
        }
        guard error == 0 else { throw icu_is_step_limit(error) ? .explodes : .noMemory }
        return matches
    }
}

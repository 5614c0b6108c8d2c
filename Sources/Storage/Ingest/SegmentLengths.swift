internal import Tokenization

/// How many characters each of a document's segments has, kept in the spool: a document may have more segments than there
/// is memory for their lengths.
struct SegmentLengths: Sendable {
    private(set) var count = 0
    private(set) var sum = 0
    private var chunks: [TokenSpool.Chunk] = []
    /// Not yet in the spool.
    private var recent: [UInt32] = []

    private static let chunkSize = 1 << 16
    /// Stands before a length of 64 bits.
    private static let long = UInt32.max

    mutating func append(_ length: Int, in spool: TokenSpool) throws {
        count += 1
        sum += length
        if length < Int(Self.long) {
            recent.append(UInt32(length))
        } else {
            recent += [Self.long, UInt32(truncatingIfNeeded: length), UInt32(truncatingIfNeeded: length >> 32)]
        }
        if recent.count >= Self.chunkSize { try flush(to: spool) }
    }

    /// Brings all of it into the spool.
    mutating func flush(to spool: TokenSpool) throws {
        guard !recent.isEmpty else { return }
        chunks.append(try spool.append(recent))
        recent = []
    }

    /// Gives the memory back.
    func forget(in spool: TokenSpool) {
        for chunk in chunks { spool.forget(chunk) }
    }

    /// Reads lengths in turn, once all are in the spool.
    struct Reader {
        private var chunks: ArraySlice<TokenSpool.Chunk>
        private let spool: TokenSpool
        private var numbers: ArraySlice<UInt32> = []

        fileprivate init(_ lengths: SegmentLengths, in spool: TokenSpool) {
            precondition(lengths.recent.isEmpty, "lengths are read when all are in the spool")
            chunks = lengths.chunks[...]
            self.spool = spool
        }

        /// - Precondition: there is one more.
        mutating func next() throws -> Int {
            if numbers.isEmpty { numbers = try spool.tokens(of: chunks.removeFirst())[...] }
            let number = numbers.removeFirst()
            if number < SegmentLengths.long { return Int(number) }
            return Int(numbers.removeFirst()) | Int(numbers.removeFirst()) << 32
        }
    }

    func reader(in spool: TokenSpool) -> Reader { Reader(self, in: spool) }
}

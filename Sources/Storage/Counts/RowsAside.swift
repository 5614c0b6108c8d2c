internal import Tokenization

/// Rows of counts that are written later, as they stand behind others: in the spool, four bytes for a word and eight for a
/// count.
@safe
final class RowsAside {
    private let order: Int
    private let spool: TokenSpool
    private var chunks: [TokenSpool.Chunk] = []
    /// What is not yet in the spool, by its address, which costs no check of who accesses it.
    private let numbers: UnsafeMutableBufferPointer<UInt32>
    private let count: UnsafeMutablePointer<Int>

    private var stride: Int { order + 2 }

    init(order: Int, spool: TokenSpool) {
        (self.order, self.spool) = (order, spool)
        unsafe numbers = .allocate(capacity: 1 << 17)
        unsafe count = .allocate(capacity: 1)
        unsafe count.initialize(to: 0)
    }

    deinit {
        unsafe numbers.deallocate()
        unsafe count.deallocate()
    }

    /// Puts a row aside.
    /// - Parameter row: its split, which is not kept, its words and its count.
    @unsafe
    @inline(__always)
    func append(_ row: UnsafePointer<Int64>) throws {
        if unsafe count.pointee &+ stride > numbers.count { try flush() }
        let start = unsafe numbers.baseAddress! + count.pointee
        for index in 0..<order { unsafe start[index] = UInt32(truncatingIfNeeded: row[index &+ 1]) }
        let number = unsafe row[order &+ 1]
        unsafe start[order] = UInt32(truncatingIfNeeded: number)
        unsafe start[order &+ 1] = UInt32(truncatingIfNeeded: number &>> 32)
        unsafe count.pointee &+= stride
    }

    /// Puts rows aside that are numbers already.
    func append(_ rows: [UInt32]) throws {
        if unsafe count.pointee + rows.count > numbers.count { try flush() }
        guard unsafe rows.count <= numbers.count else { return chunks.append(try spool.append(rows)) }
        unsafe rows.withUnsafeBufferPointer { rows in
            guard let base = rows.baseAddress else { return }
            unsafe (numbers.baseAddress! + count.pointee).update(from: base, count: rows.count)
        }
        unsafe count.pointee += rows.count
    }

    private func flush() throws {
        guard unsafe count.pointee > 0 else { return }
        chunks.append(try spool.append(unsafe Array(numbers.prefix(count.pointee))))
        unsafe count.pointee = 0
    }

    /// Calls `body` with each row in turn, its split at its head, and gives the memory back.
    @unsafe
    func forEach(split: Int, _ body: (UnsafePointer<Int64>) throws -> Void) throws {
        try flush()
        try unsafe withUnsafeTemporaryAllocation(of: Int64.self, capacity: order + 2) { row in
            unsafe row[0] = Int64(split)
            for chunk in chunks {
                let numbers = try spool.tokens(of: chunk)
                for start in Swift.stride(from: 0, to: numbers.count, by: stride) {
                    for index in 0..<order { unsafe row[index + 1] = Int64(numbers[start + index]) }
                    unsafe row[order + 1] = Int64(numbers[start + order]) | Int64(numbers[start + order + 1]) << 32
                    try unsafe body(UnsafePointer(row.baseAddress!))
                }
                spool.forget(chunk)
            }
        }
        chunks = []
    }
}

/// Cells of rows of integers, each standing before the one written earlier, as a page holds them, and how long each is.
@safe
struct CellRun: ~Copyable {
    private(set) var count = 0
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    /// Where the last cell begins.
    private var start: Int
    private var lengths: UnsafeMutablePointer<UInt8>
    private var room: Int

    init() {
        (capacity, room) = (1 << 16, 1 << 12)
        unsafe memory = .allocate(byteCount: capacity, alignment: 16)
        unsafe lengths = .allocate(capacity: room)
        start = capacity
    }

    deinit {
        unsafe memory.deallocate()
        unsafe lengths.deallocate()
    }

    mutating func removeAll() { (count, start) = (0, capacity) }

    /// - Parameter row: a value for each column.
    @unsafe
    @inline(__always)
    mutating func append(_ row: UnsafePointer<Int64>, columns: Int) {
        if start < IntegerCell.longest() + IntegerCell.margin || count == room { grow() }
        let end = unsafe memory + start
        let cell = unsafe IntegerCell.write(row, columns: columns, before: end)
        let length = unsafe end - cell
        unsafe lengths[count] = UInt8(truncatingIfNeeded: length)
        count &+= 1
        start &-= length
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutableRawPointer.allocate(byteCount: 2 * capacity, alignment: 16)
        unsafe (larger + capacity + start).copyMemory(from: memory + start, byteCount: capacity - start)
        unsafe memory.deallocate()
        unsafe memory = larger
        start += capacity
        capacity *= 2
        let more = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * room)
        unsafe more.update(from: lengths, count: count)
        unsafe lengths.deallocate()
        unsafe lengths = more
        room *= 2
    }

    /// The length of a cell.
    @inline(__always)
    func length(_ index: Int) -> Int { unsafe Int(lengths[index]) }

    /// The bytes of cells, the first cell's last.
    /// - Parameters:
    ///   - offset: bytes of the cells before them.
    ///   - size: their own.
    @unsafe
    @inline(__always)
    func bytes(after offset: Int, _ size: Int) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: memory + (capacity - offset - size), count: size)
    }
}

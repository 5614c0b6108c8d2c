internal import Basics

/// The types of a corpus: text ↔ id.
///
/// Ids are dense and given in the order of insertion; 0, 1 and 2 are the markers. Texts are equal when their bytes are:
/// `é` and `e` with a combining accent are two types, where Swift's `String` sees one.
///
/// An open-addressing hash table over one run of bytes: no object for a type, at most half of
/// whose slots of 16 bytes are taken; beside them 8 bytes and the text of each.
public struct TypeTable: Sendable {
    /// A type of up to eight bytes is all here; a longer one is compared with its text.
    struct Slot {
        /// The first eight bytes of the text, little-endian, zero beyond its end.
        var head: UInt64
        var length: UInt32
        /// `vacant` where the slot is empty.
        var id: TokenID

        static let vacant = TokenID.max
        static let empty = Slot(head: 0, length: 0, id: vacant)
    }

    var slots: [Slot]
    let seed = TypeHash.Seed.ofThisProcess
    /// The texts of all types, end to end.
    private(set) var text: [UInt8] = []
    /// Where each type's text begins, and at last where the last one ends.
    private(set) var starts: [Int] = [0]
    /// The ids of single ASCII characters, which make most of a text cut into characters; `vacant` where there is none.
    private var asciiIDs = [TokenID](repeating: Slot.vacant, count: 128)

    /// A table of the three markers alone.
    public init() {
        slots = Array(repeating: .empty, count: 1024)
        for marker in Marker.texts { insert(marker) }
    }

    /// A table of types that are all at hand.
    ///
    /// - Parameters:
    ///   - texts: the types' UTF-8 one after the other, markers first.
    ///   - starts: where each begins, and the end of the last.
    /// - Returns: `nil` if that is not how types stand there, or a type stands twice.
    package init?(texts: [UInt8], starts: [UInt32]) {
        let count = starts.count - 1
        guard count >= Marker.texts.count, starts[0] == 0, starts[count] == texts.count,
            zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
        else { return nil }
        text = texts
        self.starts = starts.map { Int($0) }
        var size = 1024
        while count * 2 > size { size *= 2 }
        guard let slots = Self.slots(of: texts, starts: self.starts, size: size, seed: seed) else { return nil }
        self.slots = slots
        for (id, marker) in Marker.texts.enumerated() where self.id(of: marker) != TokenID(id) { return nil }
    }

    /// How many types a slot is asked for before it is read.
    static let ahead = 16

    /// Slots with every type entered; `nil` if one stands twice.
    ///
    /// Each slot is asked for some types before it is read, for the waiting for memory would take most of the time.
    private static func slots(of text: [UInt8], starts: [Int], size: Int, seed: TypeHash.Seed) -> [Slot]? {
        let mask = size - 1
        let count = starts.count - 1
        var slots = [Slot](repeating: .empty, count: size)
        var asked = [(hash: UInt64, slot: Slot)](repeating: (0, .empty), count: Self.ahead)
        return unsafe text.withUnsafeBufferPointer { text in
            guard let base = text.baseAddress else { return nil }
            for id in 0..<count + Self.ahead {
                let (hash, slot) = asked[id % Self.ahead]
                if id < count {
                    let (start, length) = (starts[id], starts[id + 1] - starts[id])
                    let head = unsafe TypeHash.head(base + start, count: length)
                    let hash = unsafe TypeHash.hash(head: head, base + start, count: length, seed: seed)
                    asked[id % Self.ahead] = (hash, Slot(head: head, length: UInt32(length), id: TokenID(id)))
                    slots.prefetch(at: Int(truncatingIfNeeded: hash) & mask)
                }
                guard id >= Self.ahead else { continue }
                var position = Int(truncatingIfNeeded: hash) & mask
                while slots[position].id != Slot.vacant {
                    let other = slots[position]
                    if other.head == slot.head, other.length == slot.length {
                        let (a, b, length) = (starts[Int(slot.id)], starts[Int(other.id)], Int(slot.length))
                        if unsafe text[a..<a + length].elementsEqual(text[b..<b + length]) { return nil }
                    }
                    position = (position + 1) & mask
                }
                slots[position] = slot
            }
            return slots
        }
    }

    /// How many types a table can hold: as many as there are ids.
    package static let capacity = Int(Slot.vacant)

    /// How many types there are, the three markers among them.
    public var count: Int { starts.count - 1 }

    /// The bytes of all types' texts together.
    package var utf8Count: Int { text.count }

    /// The id of a type, `nil` if the corpus has none of that text.
    public func id(of text: String) -> TokenID? {
        var text = text
        return text.withUTF8 { unsafe id(of: $0) }
    }

    /// The id of a type given as UTF-8, `nil` if the corpus has none of that text.
    package func id(of utf8: Span<UInt8>) -> TokenID? {
        unsafe utf8.withUnsafeBufferPointer { unsafe id(of: $0) }
    }

    /// The text of a type.
    /// - Precondition: `id < count`.
    public subscript(id: TokenID) -> String { String(decoding: utf8(of: id), as: UTF8.self) }

    /// The text of a type as UTF-8.
    /// - Precondition: `id < count`.
    package func utf8(of id: TokenID) -> ArraySlice<UInt8> { text[starts[Int(id)]..<starts[Int(id) + 1]] }

    /// Bytes of the longest text.
    package var longestText: Int { zip(starts, starts.dropFirst()).reduce(0) { max($0, $1.1 - $1.0) } }

    /// All ids in the order of their texts' bytes.
    package func idsByText() -> [TokenID] { inTextOrder((0..<count).map { TokenID($0) }) }

    /// Ids in the order of their texts' bytes.
    package func inTextOrder(_ ids: [TokenID]) -> [TokenID] {
        unsafe text.withUnsafeBufferPointer { text in
            // Eight bytes tell most types apart.
            var keys = ids.map { id in
                let id = Int(id)
                let bytes = unsafe UnsafeBufferPointer(rebasing: text[starts[id]..<starts[id + 1]])
                let head = unsafe bytes.baseAddress.map { unsafe TypeHash.head($0, count: bytes.count) } ?? 0
                return (head: head.byteSwapped, id: TokenID(id))
            }
            keys.sort { a, b in
                guard a.head == b.head else { return a.head < b.head }
                let (a, b) = (Int(a.id), Int(b.id))
                return unsafe text[starts[a]..<starts[a + 1]].lexicographicallyPrecedes(text[starts[b]..<starts[b + 1]])
            }
            return keys.map(\.id)
        }
    }

    /// The id of a type, given now if it is new.
    @discardableResult
    public mutating func insert(_ text: String) -> TokenID {
        var text = text
        return text.withUTF8 { unsafe insert($0) }
    }

    /// The id of a type given as UTF-8, given now if it is new.
    @discardableResult
    package mutating func insert(_ utf8: Span<UInt8>) -> TokenID {
        unsafe utf8.withUnsafeBufferPointer { unsafe insert($0) }
    }

    private func id(of utf8: UnsafeBufferPointer<UInt8>) -> TokenID? {
        guard let base = utf8.baseAddress else { return unsafe id(head: 0, UnsafePointer(bitPattern: 8)!, count: 0) }
        return unsafe id(head: TypeHash.head(base, count: utf8.count), base, count: utf8.count)
    }

    private mutating func insert(_ utf8: UnsafeBufferPointer<UInt8>) -> TokenID {
        guard let base = utf8.baseAddress else {
            return unsafe insert(head: 0, UnsafePointer(bitPattern: 8)!, count: 0)
        }
        return unsafe insert(head: TypeHash.head(base, count: utf8.count), base, count: utf8.count)
    }

    private func id(head: UInt64, _ bytes: UnsafePointer<UInt8>, count: Int) -> TokenID? {
        let hash = unsafe TypeHash.hash(head: head, bytes, count: count, seed: seed)
        let slot = unsafe slots[find(head: head, hash: hash, bytes, count: count)]
        return slot.id == Slot.vacant ? nil : slot.id
    }

    /// The id of a type given as a pointer, given now if it is new.
    /// - Parameter head: `TypeHash.head` of the bytes.
    @inline(__always)
    mutating func insert(head: UInt64, _ bytes: UnsafePointer<UInt8>, count: Int) -> TokenID {
        let hash = unsafe TypeHash.hash(head: head, bytes, count: count, seed: seed)
        return unsafe insert(head: head, hash: hash, bytes, count: count)
    }

    @inline(__always)
    mutating func insert(
        head: UInt64, hash: UInt64, _ bytes: UnsafePointer<UInt8>, count: Int
    ) -> TokenID {
        let position = unsafe find(head: head, hash: hash, bytes, count: count)
        let id = slots[position].id
        return unsafe id != Slot.vacant ? id : add(head: head, bytes, count: count, at: position)
    }

    /// The id of a type of one ASCII character, given now if it is new.
    @inline(__always)
    mutating func insert(ascii byte: UInt8) -> TokenID {
        let id = asciiIDs[Int(byte)]
        return id != Slot.vacant ? id : add(ascii: byte)
    }

    @inline(never)
    private mutating func add(ascii byte: UInt8) -> TokenID {
        let id = unsafe withUnsafePointer(to: byte) { unsafe insert(head: UInt64(byte), $0, count: 1) }
        asciiIDs[Int(byte)] = id
        return id
    }

    /// The slot that holds a type, or the empty one where it belongs.
    @inline(__always)
    func find(head: UInt64, hash: UInt64, _ bytes: UnsafePointer<UInt8>, count: Int) -> Int {
        unsafe slots.withUnsafeBufferPointer { slots in
            let mask = slots.count - 1
            var position = Int(truncatingIfNeeded: hash) & mask
            while true {
                let slot = unsafe slots[position]
                if slot.head == head, slot.length == UInt32(truncatingIfNeeded: count), slot.id != Slot.vacant,
                    unsafe count <= 8 || hasText(slot.id, bytes, count: count)
                {
                    return position
                }
                if slot.id == Slot.vacant { return position }
                position = (position + 1) & mask
            }
        }
    }

    private func hasText(_ id: TokenID, _ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
        unsafe text.withUnsafeBufferPointer { text in
            let own = unsafe text.baseAddress! + starts[Int(id)]
            var offset = 8
            while offset < count {
                if unsafe own[offset] != bytes[offset] { return false }
                offset += 1
            }
            return true
        }
    }

    @inline(never)
    private mutating func add(head: UInt64, _ bytes: UnsafePointer<UInt8>, count: Int, at position: Int) -> TokenID {
        precondition(self.count < Self.capacity, "there is no id left")
        let id = TokenID(self.count)
        unsafe text.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
        starts.append(text.count)
        slots[position] = Slot(head: head, length: UInt32(count), id: id)
        // Few steps while that is cheap; then a large vocabulary's memory counts for more.
        if self.count * 2 > slots.count { grow(to: slots.count * (slots.count < 1 << 18 ? 4 : 2)) }
        return id
    }

    /// Makes room for so many types in all.
    package mutating func reserveCapacity(_ count: Int) {
        var size = slots.count
        while count * 2 > size { size *= 2 }
        if size > slots.count { grow(to: size) }
        starts.reserveCapacity(count + 1)
    }

    private mutating func grow(to size: Int) {
        let old = slots
        slots = Array(repeating: .empty, count: size)
        let mask = slots.count - 1
        unsafe text.withUnsafeBufferPointer { text in
            for slot in old where slot.id != Slot.vacant {
                let base = unsafe text.baseAddress! + starts[Int(slot.id)]
                let hash = unsafe TypeHash.hash(head: slot.head, base, count: Int(slot.length), seed: seed)
                var position = Int(truncatingIfNeeded: hash) & mask
                while slots[position].id != Slot.vacant { position = (position + 1) & mask }
                slots[position] = slot
            }
        }
    }
}

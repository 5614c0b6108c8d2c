internal import Counting

/// n-grams of an order as their lines have them, column by column.
struct ArpaRows: Sendable {
    /// The numbers of each key, one key after the other.
    var keys: [UInt64] = []
    var logProbabilities: [Float] = []
    /// Empty of the highest order.
    var logBackoffs: [Float] = []
    var lines: [UInt32] = []

    var count: Int { lines.count }

    mutating func reserveCapacity(_ count: Int, width: Int, isContext: Bool) {
        keys.reserveCapacity(count * width)
        logProbabilities.reserveCapacity(count)
        if isContext { logBackoffs.reserveCapacity(count) }
        lines.reserveCapacity(count)
    }

    mutating func removeAll() {
        keys.removeAll(keepingCapacity: true)
        logProbabilities.removeAll(keepingCapacity: true)
        logBackoffs.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
    }

    /// Sorts by the keys; of the same key the one read first stays first.
    mutating func sort(_ form: ArpaKeys) {
        var places = (0..<UInt32(count)).map { PositionedKey(key: 0, position: $0) }
        // From the last number to the first, each time without changing the order of what is equal.
        for number in (0..<form.width).reversed() {
            let unused = UInt64(form.unusedBits(of: number))
            for index in places.indices {
                places[index].key = keys[Int(places[index].position) &* form.width &+ number] >> unused
            }
            RadixSort.sort(&places, significantBits: 64 - Int(unused))
        }
        let order = places.map(\.position)
        var sorted: [UInt64] = []
        sorted.reserveCapacity(keys.count)
        for place in order {
            for number in 0..<form.width { sorted.append(keys[Int(place) &* form.width &+ number]) }
        }
        keys = sorted
        logProbabilities = order.map { logProbabilities[Int($0)] }
        if !logBackoffs.isEmpty { logBackoffs = order.map { logBackoffs[Int($0)] } }
        lines = order.map { lines[Int($0)] }
    }
}

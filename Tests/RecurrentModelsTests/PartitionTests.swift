internal import RecurrentModels
internal import Statistics
internal import Testing

@Test("Sequential columns go on where they ended and meet every event but the tail", arguments: [1, 3, 7])
func sequentialPartition(batch: Int) {
    let events = (0..<100).map { UInt32($0) }
    let minibatches = Array(Partition.sequential(events, batch: batch, steps: 8))
    #expect(minibatches.count == (100 / batch + 7) / 8)
    let length = 100 / batch
    for row in 0..<batch {
        let targets = minibatches.flatMap { m in (0..<m.steps).map { m.targets[$0 * m.rows + row] } }
        let inputs = minibatches.flatMap { m in (0..<m.steps).map { m.inputs[$0 * m.rows + row] } }
        #expect(targets == Array(events[row * length..<(row + 1) * length]))
        #expect(inputs.dropFirst() == targets.dropLast())
        #expect(inputs[0] == (row == 0 ? WordClass.segmentEnd : events[row * length - 1]))
    }
    #expect(minibatches.map(\.continues) == [false] + Array(repeating: true, count: minibatches.count - 1))
}

@Test("Random subsequences are ⌊(T − d)/n⌋ of n each, disjoint, and differ from epoch to epoch")
func randomPartition() {
    let events = (0..<100).map { UInt32($0) }
    var offsets: Set<UInt32> = []
    for seed in 0..<40 {
        var random = SeededGenerator(seed: UInt64(seed))
        let minibatches = Array(Partition.random(events, batch: 4, steps: 8, using: &random))
        let starts = minibatches.flatMap { m in (0..<m.rows).map { m.targets[$0] } }
        let dropped = starts.min()!
        #expect(dropped < 8)
        #expect(starts.count == (100 - Int(dropped)) / 8)
        #expect(Set(starts.map { ($0 - dropped) % 8 }) == [0])
        #expect(Set(starts).count == starts.count)
        #expect(starts != starts.sorted())
        offsets.insert(dropped)
    }
    #expect(offsets.count == 8)
}

@Test("Windows of variable length meet the same events in the same order, about n at a time")
func variablePartition() {
    let events = (0..<40_000).map { UInt32($0) }
    var random = SeededGenerator(seed: 3)
    let minibatches = Array(Partition.variable(events, batch: 4, steps: 35, using: &random))
    for row in 0..<4 {
        let targets = minibatches.flatMap { m in (0..<m.steps).map { m.targets[$0 * 4 + row] } }
        #expect(targets == Array(events[row * 10_000..<(row + 1) * 10_000]))
    }
    let lengths = minibatches.dropLast().map(\.steps)
    #expect(lengths.allSatisfy { (5...Partition.longestVariable(35)).contains($0) })
    #expect(Set(lengths).count > 10)
    let mean = Double(lengths.reduce(0, +)) / Double(lengths.count)
    #expect(abs(mean - (0.95 * 35 + 0.05 * 17)) < 1.5)
    #expect(minibatches.map(\.continues) == [false] + Array(repeating: true, count: minibatches.count - 1))
    var again = SeededGenerator(seed: 3)
    #expect(
        Array(Partition.variable(events, batch: 4, steps: 35, using: &again)).map(\.steps) == minibatches.map(\.steps))
}

internal import Counting
internal import LanguageModeling

/// The n-grams of an order as they go into files, node by node.
struct ArpaNodes {
    var codes: [UInt32] = []
    var logProbabilities: [Float] = []
    /// Of contexts alone, as are the next two.
    var logBackoffs: [Float] = []
    /// Where in the file each stands; 0 for what does not.
    var lines: [UInt32] = []
    /// As `ArpaKeys` has them.
    var keys: [UInt64] = []
    /// Where the children of each begin.
    var childStarts: [UInt32] = []

    var isLong: Bool { codes.count >= 1 << 15 || childStarts.count >= 1 << 15 }
}

/// The n-grams of an order in temporary files, node by node.
struct ArpaLevel: Sendable {
    let codes: NumberFile<UInt32>
    let logProbabilities: NumberFile<Float>
    let logBackoffs: NumberFile<Float>
    let lines: NumberFile<UInt32>
    let keys: NumberFile<UInt64>
    /// One more than nodes, the last where the last one's children end; none before the next order is read.
    var childStarts: NumberFile<UInt32>

    init(in folder: String) throws(SpillError) {
        codes = try NumberFile(in: folder)
        logProbabilities = try NumberFile(in: folder)
        logBackoffs = try NumberFile(in: folder)
        lines = try NumberFile(in: folder)
        keys = try NumberFile(in: folder)
        childStarts = try NumberFile(in: folder)
    }

    var count: Int { codes.count }

    /// Adds nodes, and empties them.
    func append(_ nodes: inout ArpaNodes) throws(SpillError) {
        try codes.append(nodes.codes)
        try logProbabilities.append(nodes.logProbabilities)
        try logBackoffs.append(nodes.logBackoffs)
        try lines.append(nodes.lines)
        try keys.append(nodes.keys)
        try childStarts.append(nodes.childStarts)
        nodes = ArpaNodes()
    }
}

extension MappedNgrams<Float> {
    init(_ levels: [ArpaLevel], code: WordCode) throws(SpillError) {
        var mapped: [Level] = []
        for level in levels {
            mapped.append(
                Level(
                    codes: try level.codes.mapped(), childStarts: try level.childStarts.mapped(),
                    logProbabilities: try level.logProbabilities.mapped(),
                    logBackoffs: try level.logBackoffs.mapped()))
        }
        self.init(levels: mapped, code: code)
    }
}

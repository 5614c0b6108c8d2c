internal import Basics
internal import Counting
internal import Foundation
internal import LanguageModeling

/// A model's n-grams in temporary files, in the form of ``CompactNgrams``, to be saved block by block.
package struct SpilledNgrams: Sendable {
    /// Numbers of each level, by node.
    struct Levels: Sendable {
        var codes: [NumberFile<UInt32>] = []
        /// Of all levels but the highest: where each node's children begin in the level above, and the end of the last.
        var childStarts: [NumberFile<UInt32>] = []
        var probabilities: [NumberFile<Float>] = []
        /// Of all levels but the highest.
        var logBackoffs: [NumberFile<Float>] = []
    }

    let shape: TrieShape
    private let levels: Levels
    /// Whether the probabilities are their natural logarithms.
    private let areLogarithms: Bool

    init(_ levels: Levels, code: WordCode, areLogarithms: Bool) {
        shape = TrieShape(levelCounts: levels.codes.map(\.count), code: code)
        self.levels = levels
        self.areLogarithms = areLogarithms
    }

    /// The parts of a saved model that they are.
    var longParts: [SerializedModel.LongPart] {
        let records = SerializedModel.LongPart(
            name: NgramPart.ngrams, byteCount: shape.savedByteCount, bytes: recordBytes)
        guard shape.order > 1 else { return [records] }
        return [
            records,
            SerializedModel.LongPart(
                name: NgramPart.guides, byteCount: NgramGuides.byteCount(shape), bytes: guideBytes),
        ]
    }

    /// The bytes of some of the numbers of all records.
    func recordBytes(_ bytes: Range<Int>) throws -> [UInt8] {
        let layout = NgramRecord.Layout(shape)
        let numbers = bytes.lowerBound / 4..<bytes.upperBound / 4
        let (first, last) = (layout.record(at: numbers.lowerBound), layout.record(at: numbers.upperBound - 1))
        // The record after the last context's is of no node.
        func node(_ record: Int) -> Int { record <= shape.contextCount ? record : record - 1 }
        let window = try window(
            nodes: node(first)..<min(node(last) + 1, shape.nodeCount),
            contexts: min(first, shape.contextCount)..<min(last, shape.contextCount) + 1)
        return littleEndianBytes(of: window.numbers(in: numbers))
    }

    /// The bytes of some guides.
    func guideBytes(_ bytes: Range<Int>) throws -> [UInt8] {
        // A model may be pruned down to its words.
        if bytes.isEmpty { return [] }
        let nodes =
            shape.idCount + bytes.lowerBound / NgramGuides.width..<shape.idCount + bytes.upperBound / NgramGuides.width
        let first = try context(of: nodes.lowerBound)
        let last = try context(of: nodes.upperBound - 1)
        let children = try firstChild(of: first)..<firstChild(of: last + 1)
        let window = try window(nodes: children, contexts: first..<last + 2)
        return littleEndianBytes(of: window.guides(of: nodes, from: first))
    }

    /// The context whose child a node is.
    private func context(of node: Int) throws -> Int {
        let level = shape.order(of: node) - 2
        let offset = shape.offsets[level + 1]
        var contexts = shape.nodes(ofOrder: level + 1)
        while contexts.count > 1 {
            let middle = (contexts.lowerBound + contexts.upperBound) / 2
            let place = middle - shape.offsets[level]
            let start = try Int(levels.childStarts[level].read(place..<place + 1)[0]) + offset
            contexts = start <= node ? middle..<contexts.upperBound : contexts.lowerBound..<middle
        }
        return contexts.lowerBound
    }

    private func firstChild(of context: Int) throws -> Int {
        Int(try childStarts(of: context..<context + 1)[0])
    }

    /// Where the children of some contexts begin; where the last one's end for the context after the last.
    private func childStarts(of contexts: Range<Int>) throws -> [UInt32] {
        var starts: [UInt32] = []
        try forEachLevel(contexts.clamped(to: 0..<shape.contextCount)) { level, nodes in
            let offset = UInt32(shape.offsets[level + 1])
            starts += try levels.childStarts[level].read(nodes).map { $0 + offset }
        }
        if contexts.upperBound > shape.contextCount { starts.append(UInt32(shape.nodeCount)) }
        return starts
    }

    /// - Parameter contexts: below the number of contexts, and the one after the last.
    private func window(nodes: Range<Int>, contexts: Range<Int>) throws -> NgramWindow {
        var codes: [UInt32] = []
        var logs: [Float] = []
        try forEachLevel(nodes) { level, nodes in
            codes += try levels.codes[level].read(nodes)
            let probabilities = try levels.probabilities[level].read(nodes)
            logs += areLogarithms ? probabilities : probabilities.map { Float(log(Double($0))) }
        }
        var weights: [Float] = []
        try forEachLevel(contexts.clamped(to: 0..<shape.contextCount)) { level, nodes in
            weights += try levels.logBackoffs[level].read(nodes)
        }
        if contexts.upperBound > shape.contextCount { weights.append(0) }
        return NgramWindow(
            shape: shape, nodes: nodes, contexts: contexts, codes: codes, logProbabilities: logs,
            childStarts: try childStarts(of: contexts), logBackoffs: weights)
    }

    /// Calls a function with the part that each level has in a range of nodes, numbered within it.
    private func forEachLevel(_ nodes: Range<Int>, _ body: (Int, Range<Int>) throws -> Void) rethrows {
        for level in 0..<shape.order {
            let own = nodes.clamped(to: shape.nodes(ofOrder: level + 1))
            let offset = shape.offsets[level]
            if !own.isEmpty { try body(level, own.lowerBound - offset..<own.upperBound - offset) }
        }
    }
}

/// Some of a model's nodes and contexts.
private struct NgramWindow: RecordedNgrams {
    let shape: TrieShape
    let nodes: Range<Int>
    let contexts: Range<Int>
    let codes: [UInt32]
    let logProbabilities: [Float]
    let childStarts: [UInt32]
    let logBackoffs: [Float]

    func head(of node: Int) -> (UInt32, UInt32) {
        (logProbabilities[node - nodes.lowerBound].bitPattern, codes[node - nodes.lowerBound])
    }

    func tail(of node: Int) -> (UInt32, UInt32) {
        (childStarts[node - contexts.lowerBound], logBackoffs[node - contexts.lowerBound].bitPattern)
    }
}

/// A model's n-grams as an estimator makes them, straight from the counts.
package struct FlatNgrams<Real: BinaryFloatingPoint & Sendable>: BackoffStorage {
    package typealias Failure = Never

    package let shape: TrieShape
    /// By node.
    package internal(set) var codes: [UInt32]
    /// By context, and the end of the last one's children.
    package internal(set) var childStarts: [UInt32]
    /// By node.
    package internal(set) var logProbabilities: [Real]
    /// By context.
    package internal(set) var logBackoffs: [Real]

    package init(
        shape: TrieShape, codes: [UInt32], childStarts: [UInt32], logProbabilities: [Real], logBackoffs: [Real]
    ) {
        precondition(codes.count == shape.nodeCount)
        precondition(logProbabilities.count == codes.count && logBackoffs.count == shape.contextCount)
        precondition(childStarts.count == shape.contextCount + 1)
        self.shape = shape
        self.codes = codes
        self.childStarts = childStarts
        self.logProbabilities = logProbabilities
        self.logBackoffs = logBackoffs
    }

    @inline(__always)
    package func logProbability(of node: Int) -> Double { Double(logProbabilities[node]) }
    @inline(__always)
    package func children(of node: Int) -> Range<Int> {
        let start = Int(childStarts[node])
        return start..<max(start, Int(childStarts[node + 1]))
    }
    @inline(__always)
    package func logBackoff(of node: Int) -> Double { Double(logBackoffs[node]) }
    @inline(__always)
    package func code(of node: Int) -> UInt32 { codes[node] }
}

extension FlatNgrams {
    /// The same n-grams in a model of a higher order, of which it has none.
    func padded(toOrder order: Int) -> FlatNgrams {
        guard order > shape.order else { return self }
        let counts = (1...shape.order).map { shape.nodes(ofOrder: $0).count }
        let childless = shape.nodeCount - shape.contextCount
        return FlatNgrams(
            shape: TrieShape(
                levelCounts: counts + [Int](repeating: 0, count: order - shape.order), code: shape.code),
            codes: codes, childStarts: childStarts + [UInt32](repeating: UInt32(shape.nodeCount), count: childless),
            logProbabilities: logProbabilities, logBackoffs: logBackoffs + [Real](repeating: 0, count: childless))
    }
}

/// In double precision, in which every context sums to 1 within 1e-9.
package typealias EstimatedNgrams = FlatNgrams<Double>
/// In single precision and half the memory, for models of many n-grams that are made to be saved.
package typealias CompactNgrams = FlatNgrams<Float>

extension NgramCounts {
    /// The n-grams counted, as nodes of one numbering, their probabilities still to be filled in.
    package func skeleton() -> EstimatedNgrams {
        let shape = TrieShape(levelCounts: levels.map(\.count), code: code)
        var codes: [UInt32] = []
        var childStarts: [UInt32] = []
        codes.reserveCapacity(shape.nodeCount)
        childStarts.reserveCapacity(shape.contextCount + 1)
        for (index, level) in levels.enumerated() {
            codes += level.codes
            if index < order - 1 {
                let offset = UInt32(shape.offsets[index + 1])
                for start in level.childStarts.dropLast() { childStarts.append(start + offset) }
            }
        }
        childStarts.append(UInt32(shape.nodeCount))
        return EstimatedNgrams(
            shape: shape, codes: codes, childStarts: childStarts,
            logProbabilities: [Double](repeating: 0, count: shape.nodeCount),
            logBackoffs: [Double](repeating: 0, count: shape.contextCount))
    }
}

internal import Counting
internal import LanguageModeling

/// n-grams in temporary files where they are looked up here and there: what the system has in memory of them it may take
/// back.
struct MappedNgrams<Real: BinaryFloatingPoint & BitwiseCopyable & Sendable>: BackoffStorage {
    typealias Failure = Never

    struct Level: Sendable {
        let codes: MappedNumbers<UInt32>
        /// Numbered within the next level; none of the highest, as of the weights.
        let childStarts: MappedNumbers<UInt32>
        let logProbabilities: MappedNumbers<Real>
        let logBackoffs: MappedNumbers<Real>

        func children(of node: Int) -> Range<Int> { Int(childStarts[node])..<Int(childStarts[node + 1]) }
    }

    let shape: TrieShape
    let levels: [Level]

    init(levels: [Level], code: WordCode) {
        shape = TrieShape(levelCounts: levels.map(\.codes.count), code: code)
        self.levels = levels
    }

    @inline(__always)
    private func place(of node: Int) -> (level: Level, node: Int) {
        let order = shape.order(of: node)
        return (levels[order - 1], node - shape.offsets[order - 1])
    }

    func children(of node: Int) -> Range<Int> {
        let order = shape.order(of: node)
        let children = levels[order - 1].children(of: node - shape.offsets[order - 1])
        return children.lowerBound + shape.offsets[order]..<children.upperBound + shape.offsets[order]
    }
    func code(of node: Int) -> UInt32 {
        let (level, node) = place(of: node)
        return level.codes[node]
    }
    func logProbability(of node: Int) -> Double {
        let (level, node) = place(of: node)
        return Double(level.logProbabilities[node])
    }
    func logBackoff(of node: Int) -> Double {
        let (level, node) = place(of: node)
        return Double(level.logBackoffs[node])
    }
}

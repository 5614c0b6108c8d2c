internal import Basics
internal import Counting
internal import LanguageModeling
internal import Tokenization

/// ``NgramCounts`` in temporary files, for texts whose n-grams do not fit in memory.
///
/// The levels are the same, node by node. Whatever is done with them goes through files in their order; what has to be
/// looked up elsewhere, the n-gram without its first word, is looked up for one stretch of the level below at a time, as
/// much of it as fits in memory.
package struct SpilledCounts: Sendable {
    struct Level: Sendable {
        let codes: NumberFile<UInt32>
        let counts: NumberFile<UInt32>
        /// Of all levels but the highest: where each node's children begin, and the end of the last.
        let childStarts: NumberFile<UInt32>
        /// Of all levels but the lowest.
        var suffixes: NumberFile<UInt32>?
        /// Nodes whose children stand together, with these: a stretch that is worked on at a time.
        var stretches: [(contexts: Range<Int>, children: Range<Int>)] = []

        init(in folder: String) throws(SpillError) {
            codes = try NumberFile(in: folder)
            counts = try NumberFile(in: folder)
            childStarts = try NumberFile(in: folder)
        }

        var count: Int { codes.count }
    }

    let order: Int
    let idCount: Int
    let code: WordCode
    var levels: [Level]
    let plan: SpillPlan

    /// - Parameters:
    ///   - idCount: every word of the text is below it.
    ///   - order: N ≥ 1.
    /// - Throws: `EstimationError` as ``NgramCounts``, `SpillError`, what the text's scan throws.
    /// - Complexity: a scan of the text for each share of its windows that fits in memory; O(N · words) in all.
    package init(
        of text: TrainingText, idCount: Int, order: Int, plan: SpillPlan, limits: TrieLimits = TrieLimits()
    ) throws {
        precondition(order >= 1 && idCount >= 3)
        guard idCount <= limits.types else { throw EstimationError.tooManyTypes(idCount) }
        let unigrams = try UnigramScan(of: text, idCount: idCount)
        guard unigrams.places > 0 else { throw EstimationError.noText }
        guard unigrams.places <= limits.places else { throw EstimationError.tooManyTokens(unigrams.places) }
        self.order = min(order, unigrams.longestWindow + 1)
        self.idCount = idCount
        self.plan = plan
        code = WordCode(idCount: idCount)
        levels = try WindowCounter(
            text: text, unigrams: unigrams.counts, code: code, order: self.order, plan: plan, limits: limits
        ).levels()
        for index in levels.indices.dropLast() {
            levels[index].stretches = try Self.stretches(of: levels[index].childStarts, plan: plan)
        }
        try linkSuffixes()
    }

    /// Cuts a level where its nodes have together some number of children.
    ///
    /// - Parameter childStarts: where each node's children begin, and the end of the last.
    static func stretches(
        of childStarts: NumberFile<UInt32>, plan: SpillPlan
    ) throws(SpillError) -> [(contexts: Range<Int>, children: Range<Int>)] {
        let count = childStarts.count - 1
        let children = max(1 << 10, min(1 << 18, plan.memory / (64 * plan.threads)))
        var stretches: [(contexts: Range<Int>, children: Range<Int>)] = []
        var (first, firstChild) = (0, 0)
        for piece in ranges(ofLength: 1 << 16, upTo: count) {
            let starts = try childStarts.read(piece.lowerBound + 1..<piece.upperBound + 1)
            for (place, end) in starts.enumerated() {
                let node = piece.lowerBound + place
                guard Int(end) - firstChild >= children || node + 1 - first >= children || node + 1 == count
                else { continue }
                stretches.append((first..<node + 1, firstChild..<Int(end)))
                (first, firstChild) = (node + 1, Int(end))
            }
        }
        return stretches
    }

    /// The nodes of each level whose n-grams begin with `<s>`.
    func segmentStartNodes() throws -> [Range<Int>] {
        var ranges = [Int(Marker.segmentStart)..<Int(Marker.segmentStart) + 1]
        for level in levels.dropLast() {
            let last = ranges[ranges.count - 1]
            let (lower, upper) = (
                try level.childStarts.read(last.lowerBound..<last.lowerBound + 1),
                try level.childStarts.read(last.upperBound..<last.upperBound + 1)
            )
            ranges.append(Int(lower[0])..<Int(upper[0]))
        }
        return ranges
    }
}

internal import Counting
internal import LanguageModeling
internal import Tokenization

/// Makes the levels of a trie of the windows of a text, share by share, and writes them as it goes.
struct WindowCounter {
    let text: TrainingText
    /// How often each word occurs.
    let unigrams: [UInt32]
    let code: WordCode
    let order: Int
    let plan: SpillPlan
    let limits: TrieLimits

    func levels() throws -> [SpilledCounts.Level] {
        var levels = try (0..<order).map { _ throws(SpillError) in try SpilledCounts.Level(in: plan.folder) }
        try levels[0].codes.append((0..<WordID(unigrams.count)).map(code.code))
        try levels[0].counts.append(unigrams)
        guard order > 1 else { return levels }
        let keys = WindowKeys(bits: code.bits, code: code, rest: order - 1)
        // Nothing follows `</s>`.
        var begun = unigrams
        begun[Int(Marker.segmentEnd)] = 0
        try WindowShares(text: text, counts: begun, keys: keys, plan: plan).forEachPiece { windows, groups in
            windows.paths(groups)
        } _: { piece in
            try append(piece, to: &levels)
        }
        for depth in 0..<order - 1 { try levels[depth].childStarts.append([UInt32(levels[depth + 1].count)]) }
        return levels
    }

    /// Adds what a thread has made, its nodes numbered from 0, to the levels.
    private func append(_ piece: TriePaths, to levels: inout [SpilledCounts.Level]) throws {
        let before = levels.map { UInt32($0.count) }
        try levels[0].childStarts.append(piece.firsts.map { before[1] + $0 })
        for depth in 0..<order - 1 {
            if depth + 1 < order - 1 {
                try levels[depth + 1].childStarts.append(piece.childStarts[depth].map { before[depth + 2] + $0 })
            }
            try levels[depth + 1].codes.append(piece.codes[depth])
            try levels[depth + 1].counts.append(piece.counts[depth])
        }
        guard levels.reduce(0, { $0 + $1.count }) <= limits.ngrams else {
            throw EstimationError.tooManyNgrams(order: order)
        }
    }
}

/// The pieces of a vocabulary by their bytes, for the likeliest sequence of them that spells a text.
///
/// - SeeAlso: Kudo (2018), "Subword Regularization", for the unigram model; the search is Viterbi's.
struct PieceTrie: Sendable {
    private let children: [UInt64: Int32]
    /// The piece that ends at a node.
    private let pieces: [SubwordID]
    private let scores: [Double]
    private let unknownScore: Double
    private let unknown: SubwordID
    private let isSinglePrecision: Bool

    /// How much less likely what is no subword is than the least likely one.
    private static let unknownPenalty = 10.0

    init(_ form: SubwordForm) {
        var children: [UInt64: Int32] = [:]
        var pieces: [SubwordID] = [.noSubword]
        let normal = form.pieces.indices.filter { form.kinds[$0] == .normal }
        let highest = normal.map { form.scores[$0] }.max() ?? 0
        var scores = form.scores
        for (id, piece) in form.pieces.enumerated() where !piece.isEmpty {
            switch form.kinds[id] {
            case .normal: break
            // Always taken where it stands.
            case .userDefined: scores[id] = Double(piece.count) * highest - 0.1
            default: continue
            }
            var node: Int32 = 0
            for byte in piece {
                let key = UInt64(node) << 8 | UInt64(byte)
                if let child = children[key] {
                    node = child
                } else {
                    node = Int32(pieces.count)
                    children[key] = node
                    pieces.append(.noSubword)
                }
            }
            if pieces[Int(node)] == .noSubword { pieces[Int(node)] = SubwordID(id) }
        }
        (self.children, self.pieces, self.scores) = (children, pieces, scores)
        let lowest = normal.map { form.scores[$0] }.min() ?? 0
        isSinglePrecision = form.isSinglePrecision
        unknownScore = isSinglePrecision ? Double(Float(lowest) - 10) : lowest - Self.unknownPenalty
        unknown = form.kinds.firstIndex(of: .unknown).map { SubwordID($0) } ?? .noSubword
    }

    private struct Step {
        var score = 0.0
        var start = -1
        var piece = SubwordID.noSubword
    }

    /// The likeliest sequence of pieces of a text, what is no piece being unknown.
    /// - Returns: for each its number and its bytes.
    /// - Complexity: O(n m) for a text of n bytes and pieces of up to m.
    func likeliest(_ text: [UInt8]) -> [(piece: SubwordID, bytes: Range<Int>)] {
        var steps = [Step](repeating: Step(), count: text.count + 1)
        var start = 0
        while start < text.count {
            let before = steps[start].score
            let length = max(1, SubwordText.scalarLength(in: text, at: start))
            var hasOwn = false
            var node: Int32 = 0
            var end = start
            while end < text.count, let child = children[UInt64(node) << 8 | UInt64(text[end])] {
                node = child
                end += 1
                let piece = pieces[Int(node)]
                guard piece != .noSubword else { continue }
                take(&steps[end], before + scores[Int(piece)], start, piece)
                if end - start == length { hasOwn = true }
            }
            if !hasOwn { take(&steps[start + length], before + unknownScore, start, unknown) }
            start += length
        }
        var path: [(piece: SubwordID, bytes: Range<Int>)] = []
        var end = text.count
        while end > 0 {
            path.append((steps[end].piece, steps[end].start..<end))
            end = steps[end].start
        }
        return path.reversed()
    }

    private func take(_ step: inout Step, _ score: Double, _ start: Int, _ piece: SubwordID) {
        guard step.start < 0 || score > step.score else { return }
        step = Step(score: isSinglePrecision ? Double(Float(score)) : score, start: start, piece: piece)
    }
}

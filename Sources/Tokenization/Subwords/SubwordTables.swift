/// What a subword model looks things up in, made once of its form.
final class SubwordTables: Sendable {
    let form: SubwordForm
    /// The texts of types, by subword, one after the other; eight bytes more may be read.
    let texts: [UInt8]
    let starts: [Int]
    let pairs: PairTable
    /// By byte the subword that it is: where pieces are made of bytes, or unknown ones are spelled by them.
    let ofBytes: [SubwordID]
    let unknown: SubwordID?
    /// Whether words can be cut apart before each run of ▁: no subword goes on behind one.
    let dividesAtMarks: Bool
    /// The longest piece that is found before anything else, by its first byte.
    let userDefined: [UInt8: [[UInt8]]]
    let trie: PieceTrie?
    private let lookup: TypeTable
    private let lookedUp: [SubwordID]

    init(_ form: SubwordForm) {
        self.form = form
        var (texts, starts): ([UInt8], [Int]) = ([], [0])
        for (piece, kind) in zip(form.pieces, form.kinds) {
            texts += Self.text(of: piece, kind, form)
            starts.append(texts.count)
        }
        (self.texts, self.starts) = (texts + [UInt8](repeating: 0, count: 8), starts)

        var lookup = TypeTable()
        var lookedUp = [SubwordID](repeating: .noSubword, count: lookup.count)
        func enter(_ piece: [UInt8], _ id: SubwordID) {
            let type = Int(lookup.insert(piece.span))
            if type == lookedUp.count {
                lookedUp.append(id)
            } else if lookedUp[type] == .noSubword {
                lookedUp[type] = id
            }
        }
        var ofBytes = [SubwordID](repeating: .noSubword, count: 256)
        for (id, piece) in form.pieces.enumerated() {
            switch form.kinds[id] {
            case .byte: if let byte = piece.first { ofBytes[Int(byte)] = SubwordID(id) }
            case .control, .unknown: break
            case .normal, .userDefined, .unused: enter(piece, SubwordID(id))
            }
        }
        if form.isOfBytes {
            for (id, piece) in form.pieces.enumerated().reversed() where piece.count == 1 && form.kinds[id] == .normal {
                ofBytes[Int(piece[0])] = SubwordID(id)
            }
        }
        // A character that is part of pieces, but none itself, has a number beyond theirs.
        if form.method == .scores {
            var next = SubwordID(form.pieces.count)
            for piece in form.pieces {
                for scalar in Self.scalars(of: piece) where lookup.id(of: scalar.span) == nil {
                    enter(scalar, next)
                    next += 1
                }
            }
        }
        self.ofBytes = ofBytes
        (self.lookup, self.lookedUp) = (lookup, lookedUp)
        unknown = form.kinds.firstIndex(of: .unknown).map { SubwordID($0) }
        userDefined = Dictionary(
            grouping: form.pieces.indices.lazy.filter { form.kinds[$0] == .userDefined && !form.pieces[$0].isEmpty }
                .map { form.pieces[$0] }, by: { $0[0] }
        ).mapValues { $0.sorted { $0.count > $1.count } }
        trie = form.method == .unigram ? PieceTrie(form) : nil
        pairs =
            form.method == .scores
            ? Self.pairsByScore(form, lookup, lookedUp)
            : PairTable(
                form.merges.enumerated().map { rank, merge in
                    (merge.left, merge.right, UInt32(rank), merge.result)
                })
        dividesAtMarks =
            form.marksSpaces && form.method != .words && !form.isSinglePrecisionUnigram
            && form.pieces.allSatisfy { !Self.goesOnBehindMark($0) }
    }

    /// The subword that a piece is.
    func id(of piece: Span<UInt8>) -> SubwordID? {
        guard let type = lookup.id(of: piece), lookedUp[Int(type)] != .noSubword else { return nil }
        return lookedUp[Int(type)]
    }

    /// Pairs of pieces that are a piece together, ranked by its score; equal scores have one rank.
    private static func pairsByScore(_ form: SubwordForm, _ lookup: TypeTable, _ lookedUp: [SubwordID]) -> PairTable {
        let order = Array(Set(form.scores)).sorted(by: >)
        let ranks = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, UInt32($0)) })
        func id(_ piece: ArraySlice<UInt8>) -> SubwordID? {
            let piece = Array(piece)
            guard let type = lookup.id(of: piece.span) else { return nil }
            let id = lookedUp[Int(type)]
            // What is found before anything else is not put together with others.
            return id == .noSubword || Int(id) < form.kinds.count && form.kinds[Int(id)] == .userDefined ? nil : id
        }
        var pairs: [(UInt32, UInt32, UInt32, UInt32)] = []
        for (result, piece) in form.pieces.enumerated()
        where form.kinds[result] == .normal || form.kinds[result] == .unused {
            for cut in piece.indices.dropFirst() where piece[cut] & 0xC0 != 0x80 {
                if let left = id(piece[..<cut]), let right = id(piece[cut...]) {
                    pairs.append((left, right, ranks[form.scores[result]]!, UInt32(result)))
                }
            }
        }
        return PairTable(pairs)
    }

    private static func text(of piece: [UInt8], _ kind: SubwordForm.Kind, _ form: SubwordForm) -> [UInt8] {
        switch kind {
        case .unknown: return Array(Marker.texts[Int(Marker.unknown)].utf8)
        case .byte: return piece.first.map(SubwordText.byte) ?? []
        default: return SubwordText.text(of: form.marksSpaces ? SpaceMark.unmarked(piece) : piece)
        }
    }

    private static func goesOnBehindMark(_ piece: [UInt8]) -> Bool {
        let other = SpaceMark.unmarked(piece)
        guard let first = other.firstIndex(where: { $0 != 0x20 }) else { return false }
        return other[first...].contains(0x20)
    }

    private static func scalars(of piece: [UInt8]) -> [[UInt8]] {
        String(decoding: piece, as: UTF8.self).unicodeScalars.map { Array(String($0).utf8) }
    }
}

/// The number of a subword in its model.
package typealias SubwordID = UInt32

extension SubwordID {
    static let noSubword = SubwordID.max
}

extension SubwordForm {
    /// Whether sums of scores are rounded so early that they depend on what stands before.
    var isSinglePrecisionUnigram: Bool { method == .unigram && isSinglePrecision }
}

/// ▁, U+2581, which stands for a space.
enum SpaceMark {
    static let utf8: [UInt8] = [0xE2, 0x96, 0x81]

    static func unmarked(_ text: [UInt8]) -> [UInt8] { replacing(utf8, in: text, by: [0x20]) }

    static func marked(_ text: [UInt8]) -> [UInt8] { replacing([0x20], in: text, by: utf8) }

    static func replacing(_ pattern: [UInt8], in text: [UInt8], by other: [UInt8]) -> [UInt8] {
        guard let first = pattern.first, text.contains(first) else { return text }
        var replaced: [UInt8] = []
        var position = 0
        while position < text.count {
            if text[position] == first, text[position...].starts(with: pattern) {
                replaced += other
                position += pattern.count
            } else {
                replaced.append(text[position])
                position += 1
            }
        }
        return replaced
    }
}

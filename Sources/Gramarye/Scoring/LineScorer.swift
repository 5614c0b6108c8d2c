internal import Basics
internal import Foundation
internal import LanguageModeling
internal import Tokenization

/// Scores units, batch by batch. It holds working memory: each thread has its own.
final class LineScorer {
    private let models: [LineModel]
    private let kind: ScoringUnit.Kind
    private let keepsEvents: Bool
    private var readings: [Reading] = []
    /// For each model, which of the readings is its, and what it knows of that one's types.
    private var known: [(reading: Int, types: KnownTypes)] = []

    /// - Throws: `TextError` if ICU's data are missing.
    init(_ models: [LineModel], _ kind: ScoringUnit.Kind, keepsEvents: Bool) throws(TextError) {
        self.models = models
        self.kind = kind
        self.keepsEvents = keepsEvents
        for model in models {
            let known = readings.firstIndex { $0.settings == model.tokenizer }
            if known == nil { readings.append(try Reading(model.tokenizer, of: kind)) }
            self.known.append((known ?? readings.count - 1, KnownTypes()))
        }
    }

    func scores(of batch: ScoringBatch) -> [ScoredUnit] {
        var errors = batch.units.map(\.error)
        for index in readings.indices {
            if readings[index].isFull {
                readings[index].forgetTypes()
                for model in known.indices where known[model].reading == index { known[model].types = KnownTypes() }
            }
            readings[index].read(batch, errors: &errors)
        }
        let scores = models.indices.map { self.scores(by: $0, errors) }
        return batch.units.indices.map { unit in
            ScoredUnit(
                line: batch.units[unit].line, scores: errors[unit] == nil ? scores.map { $0[unit]! } : [],
                error: errors[unit])
        }
    }

    /// - Returns: of each unit; `nil` of one that cannot be read.
    private func scores(by index: Int, _ errors: [(any ExplainedError)?]) -> [UnitScore?] {
        let model = models[index]
        let reading = readings[known[index].reading]
        known[index].types.learn(reading.piece.types, by: model.model.vocabulary)
        let tokens = reading.piece.tokens
        let words = known[index].types.words(of: tokens)
        let logProbabilities = logProbabilities(of: words, reading.units, by: model.model)
        return reading.units.indices.map { unit in
            guard errors[unit] == nil else { return nil }
            let (range, characters) = (reading.units[unit].tokens, reading.units[unit].characters)
            let evaluation = Evaluation(
                of: words, logProbabilities: logProbabilities, range, characters: characters)
            var bits = -evaluation.logLikelihood / M_LN2
            if evaluation.outOfVocabulary > 0 {
                for place in range where words[place] == Marker.unknown {
                    bits += known[index].types.spellingBits(
                        of: tokens[place], in: reading.piece.types, by: model.spelling)
                }
            }
            return UnitScore(
                evaluation: evaluation, bitsPerCharacter: characters == 0 ? nil : bits / Double(characters),
                events: keepsEvents
                    ? range.map { place in
                        UnitScore.Event(
                            token: reading.piece.types[tokens[place]], isInVocabulary: words[place] != Marker.unknown,
                            logProbability: logProbabilities[place])
                    } : [])
        }
    }

    /// A unit is scored as if nothing stood before it.
    private func logProbabilities(
        of words: [WordID], _ units: [ReadUnit], by model: any LanguageModel
    ) -> [Double] {
        if words.isEmpty { return [] }
        guard case .stream = model.contextScope else {
            return model.logProbabilities(of: EncodedText(words: words, characterCount: 0), threads: 1)
        }
        return units.flatMap { unit in
            unit.tokens.isEmpty
                ? []
                : model.logProbabilities(
                    of: EncodedText(words: Array(words[unit.tokens]), characterCount: 0), threads: 1)
        }
    }
}

/// Where a unit's events are, and how many characters its canonical text has.
struct ReadUnit {
    var tokens: Range<Int>
    var characters: Int
}

/// Units as a tokenizer cuts them.
struct Reading {
    let settings: TokenizerSettings
    private let kind: ScoringUnit.Kind
    private let tokenizer: Tokenizer
    /// The tokens of a batch; the types of all batches until they are too many.
    private(set) var piece = TokenizedPiece()
    private(set) var units: [ReadUnit] = []

    /// So many types are kept: an input may be without end.
    private static let mostTypes = 1 << 19
    private static let mostBytes = 1 << 26

    var isFull: Bool { piece.types.count > Self.mostTypes || piece.types.utf8Count > Self.mostBytes }

    init(_ settings: TokenizerSettings, of kind: ScoringUnit.Kind) throws(TextError) {
        self.settings = settings
        self.kind = kind
        var own = settings
        if kind == .line {
            // A line is a segment, a blank one too; in it sentences may be.
            if own.segments != .sentences { own.segments = .lines }
            own.blankLines = .keep
        }
        tokenizer = try Tokenizer(own)
    }

    mutating func forgetTypes() { piece = TokenizedPiece() }

    mutating func read(_ batch: ScoringBatch, errors: inout [(any ExplainedError)?]) {
        clear()
        if batch.areLines, tokenizer.settings.segments == .lines {
            if (try? tokenizer.tokenize(batch.utf8.span, into: &piece)) != nil, takeLines(batch.units.count) { return }
            clear()
        }
        for (index, unit) in batch.units.enumerated() {
            if errors[index] == nil {
                errors[index] = read(batch.utf8.span.extracting(unit.text), firstLine: unit.line)
            } else {
                units.append(ReadUnit(tokens: piece.tokens.count..<piece.tokens.count, characters: 0))
            }
        }
    }

    /// Reads a line alone.
    /// - Returns: why it cannot be cut; it has no tokens then.
    mutating func read(line utf8: Span<UInt8>) -> TextError? {
        clear()
        return read(utf8, firstLine: 1)
    }

    private mutating func clear() {
        piece.tokens.removeAll(keepingCapacity: true)
        piece.segmentCharacters.removeAll(keepingCapacity: true)
        piece.segmentEnds.removeAll(keepingCapacity: true)
        piece.whiteSpaceBefore.removeAll(keepingCapacity: true)
        (piece.sourceCount, piece.openCharacters) = (0, 0)
        units.removeAll(keepingCapacity: true)
    }

    /// Takes the segments as the lines.
    /// - Returns: `false` if they are not, for some of them have no token.
    private mutating func takeLines(_ count: Int) -> Bool {
        guard piece.segmentCharacters.count == count else { return false }
        units.reserveCapacity(count)
        var start = 0
        for place in piece.tokens.indices where piece.tokens[place] == Marker.segmentEnd {
            guard units.count < count else { return false }
            units.append(ReadUnit(tokens: start..<place + 1, characters: piece.segmentCharacters[units.count]))
            start = place + 1
        }
        return units.count == count
    }

    /// - Returns: why a unit cannot be cut; it has no tokens then.
    private mutating func read(_ utf8: Span<UInt8>, firstLine: Int) -> TextError? {
        let (start, segments) = (piece.tokens.count, piece.segmentCharacters.count)
        piece.openCharacters = 0
        do {
            try tokenizer.tokenize(
                utf8, firstLine: firstLine,
                segments: kind == .document ? settings.resolvingSegments(of: utf8).segments : nil, into: &piece)
        } catch {
            piece.tokens.removeLast(piece.tokens.count - start)
            piece.segmentCharacters.removeLast(piece.segmentCharacters.count - segments)
            units.append(ReadUnit(tokens: start..<start, characters: 0))
            return error
        }
        var characters = piece.segmentCharacters[segments...].reduce(0, +) + piece.openCharacters
        if piece.tokens.count == start {
            // What has no token is a segment of its end alone, as a blank line is.
            piece.tokens.append(Marker.segmentEnd)
            characters += 1
        } else if piece.tokens.last != Marker.segmentEnd {
            piece.tokens.append(Marker.segmentEnd)
            characters += settings.segmentEndCharacters
        }
        piece.openCharacters = 0
        units.append(ReadUnit(tokens: start..<piece.tokens.count, characters: characters))
        return nil
    }
}

/// What a model knows of types.
struct KnownTypes {
    private var words: [WordID] = []
    /// −log₂ of the probability of a type's spelling, where it was asked for; literal `<unk>` is not charged.
    private var bits: [TokenID: Double] = [Marker.unknown: 0]

    /// Learns the types that are new.
    mutating func learn(_ types: TypeTable, by vocabulary: ModelVocabulary) {
        if types.count > words.count { words += vocabulary.map(of: types, words.count..<types.count) }
    }

    @inline(__always)
    func word(of token: TokenID) -> WordID { words[Int(token)] }

    func words(of tokens: [TokenID]) -> [WordID] { tokens.map { words[Int($0)] } }

    mutating func spellingBits(of type: TokenID, in types: TypeTable, by spelling: SpellingModel) -> Double {
        if let known = bits[type] { return known }
        let made = spelling.bits(of: types[type])
        bits[type] = made
        return made
    }
}

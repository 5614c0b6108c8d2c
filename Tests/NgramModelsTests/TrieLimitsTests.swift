internal import Basics
internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

/// What has no numbers left is an error before the work, and what can be made can be saved and read.
@Suite struct TrieLimitsTests {
    private let text = Text.random(seed: 3, segments: 40, types: 20, longest: 9)

    private func counts(order: Int, _ change: (inout TrieLimits) -> Void) throws -> NgramCounts {
        var limits = TrieLimits()
        change(&limits)
        return try NgramCounts(of: text.words, idCount: text.vocabulary.idCount, order: order, limits: limits)
    }

    @Test(arguments: [1, 2, 3, 5])
    func asManyAsThereAreNumbers(order: Int) throws {
        let ngrams = try counts(order: order) { _ in }.distinctCounts.reduce(0, +)
        #expect(try counts(order: order) { $0.ngrams = ngrams }.distinctCounts.reduce(0, +) == ngrams)
        #expect(throws: EstimationError.self) { try counts(order: order) { $0.ngrams = ngrams - 1 } }

        // An `<s>` stands before each segment.
        let places = text.words.count + text.words.count { $0 == Marker.segmentEnd }
        #expect(try counts(order: order) { $0.places = places }.eventCount == text.words.count)
        #expect(throws: EstimationError.self) { try counts(order: order) { $0.places = places - 1 } }

        let types = text.vocabulary.idCount
        #expect(try counts(order: order) { $0.types = types }.idCount == types)
        #expect(throws: EstimationError.self) { try counts(order: order) { $0.types = types - 1 } }
    }

    @Test func theErrorsSayWhatIsTooMuch() throws {
        #expect(throws: EstimationError.tooManyTokens(text.words.count)) {
            try counts(order: 2) { $0.places = 10 }
        }
    }

    /// The limits of counting and of opening are one: no model is saved that cannot be read.
    @Test func theLargestModelCountedIsTheLargestRead() throws {
        let limit = TrieLimits().ngrams
        func settings(_ ngrams: [Int]) throws -> NgramModelSettings {
            let made = NgramModelSettings(
                model: "mkn:2", ngrams: ngrams, values: .probabilities, notes: [], rule: .minimumCount(1), hash: "")
            return try NgramModelSettings(json: made.json, of: "large")
        }
        #expect(try settings([3, limit - 3]).shape.nodeCount == limit)
        #expect(throws: (any Error).self) { try settings([3, limit - 2]) }
        #expect(throws: (any Error).self) { try settings([3, limit, limit]) }
    }

    @Test func wordsOfASavedModel() throws {
        let model = try text.model("witten-bell:2")
        var limits = TrieLimits()
        limits.wordBytes = text.vocabulary.words.reduce(0) { $0 + $1.utf8.count }
        #expect(try SerializedModel(ngramModel: model, limits: limits) != nil)
        limits.wordBytes -= 1
        #expect(throws: EstimationError.self) { try SerializedModel(ngramModel: model, limits: limits) }
    }

    @Test func anArpaFileIsRefusedByWhatItAnnounces() throws {
        var limits = TrieLimits()
        limits.ngrams = 100
        for (counts, isRead) in [
            ([97], true), ([98], false), ([50, 47], true), ([50, 48], false), ([Int.max, 1], false),
        ] {
            var reader = ArpaReader(
                plan: SpillPlan(memory: 1 << 20, folder: NSTemporaryDirectory(), threads: 1), limits: limits)
            let lines = counts.enumerated().map { "ngram \($0 + 1)=\($1)\n" }.joined()
            // Enough of a file to tell what it is.
            let head = Array("\\data\\\n\(lines)\n".utf8) + [UInt8](repeating: 0x0A, count: 40)
            if isRead {
                try reader.append(head)
            } else {
                #expect(throws: ArpaError.self, "\(counts)") { try reader.append(head) }
            }
        }
    }
}

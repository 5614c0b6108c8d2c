internal import Basics
internal import Foundation
internal import TestSupport
internal import Testing
internal import Tokenization

/// Counts of words equal those that ICU's own iterators give in another language: see `Fixtures/make_icu_counts.py`.
@Suite struct ICUCountTests {
    private struct Counts: Decodable, Equatable {
        let tokens: Int
        let types: Int
        let sha256: String
    }

    private struct Fixture: Decodable {
        let icu: String
        let texts: [String: [String: Counts]]

        static let shared: Fixture = {
            let url = Bundle.module.url(forResource: "icu_counts", withExtension: "json")!
            return try! JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
        }()
    }

    /// Another version of ICU may find other words.
    private static var isComparable: Bool {
        ReferenceData.isAvailable && Fixture.shared.icu == TokenizerSettings.icuVersion
    }

    @Test(.enabled(if: isComparable), arguments: TestTexts.languages, TokenizerSettings.Apostrophes.allCases)
    func languagesHaveICUsCounts(language: String, apostrophes: TokenizerSettings.Apostrophes) throws {
        let tokenizer = try Tokenizer(TokenizerSettings(segments: .lines, apostrophes: apostrophes))
        let text = String(decoding: try TestTexts.data("udhr/\(language).txt"), as: UTF8.self)
        var counts: [[UInt8]: Int] = [:]
        for word in try tokenizer.segments(of: text).joined() { counts[Array(word.utf8), default: 0] += 1 }
        let sorted = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let lines = sorted.map { String(decoding: $0.key, as: UTF8.self) + "\t\($0.value)\n" }.joined()
        let own = Counts(
            tokens: counts.values.reduce(0, +), types: counts.count, sha256: contentFingerprint(Array(lines.utf8)))
        #expect(own == Fixture.shared.texts[language]?[apostrophes.rawValue])
    }
}

internal import Foundation
internal import GRDB
internal import Tokenization

/// What a database holds that was made of counts alone: no document, no tokens, everything in train.
package struct CountsWithoutText: Codable, Sendable, Hashable {
    /// The longest n-grams.
    package let order: Int
    /// Whether the n-grams that begin with some words come to as many as these, so that models can be made of them; not
    /// where rare ones were left out.
    package let addsUp: Bool
    /// Of types and counts, in hexadecimal.
    let sha256: String
}

extension CorpusStore {
    /// What the database says of counts that it holds without a text; `nil` where it was made of texts.
    package func countsWithoutText() throws -> CountsWithoutText? { try read { try $0.countsWithoutText(of: path) } }
}

extension Database {
    func countsWithoutText(of path: String) throws -> CountsWithoutText? {
        guard let text = try setting(SettingName.counts) else { return nil }
        return try decodeJSON(text, of: path) as CountsWithoutText
    }

    /// - Throws: `StorageError` if there are counts alone.
    func requireText(of path: String) throws {
        guard try setting(SettingName.counts) == nil else { throw StorageError.countsWithoutText(path) }
    }

    /// The train split of counts alone: as many tokens as unigrams.
    func splitOfCounts(_ split: Split, path: String) throws -> SplitSummary {
        var (tokens, segments) = (0, 0)
        if split == .train {
            try forEachRow("SELECT w1, n FROM unigram WHERE split = ?", [split.rawValue]) { row in
                switch TokenID(truncatingIfNeeded: try row.integer(0)) {
                case Marker.segmentStart: break
                case Marker.segmentEnd: segments = try row.count(1)
                default: tokens = try sumOfCounts(tokens, row.count(1), of: path)
                }
            }
        }
        return SplitSummary(split: split, documents: 0, segments: segments, tokens: tokens, characters: 0)
    }
}

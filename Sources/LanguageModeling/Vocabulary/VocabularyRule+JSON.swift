internal import Basics
internal import Foundation

extension VocabularyRule: Codable {
    /// The keys a reader of the database sees: `{"min_count":2}`.
    private enum CodingKeys: String, CodingKey {
        case minimumCount = "min_count"
        case size = "vocabulary_size"
        case list = "vocabulary"
        case subwords
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let count = try values.decodeIfPresent(Int.self, forKey: .minimumCount) {
            self = .minimumCount(try Self.checked(count, .minimumCount, in: values))
        } else if let size = try values.decodeIfPresent(Int.self, forKey: .size) {
            self = .size(try Self.checked(size, .size, in: values))
        } else if try values.decodeIfPresent(Bool.self, forKey: .subwords) == true {
            self = .subwords
        } else {
            self = .list(try values.decode([String].self, forKey: .list))
        }
    }

    private static func checked(
        _ number: Int, _ key: CodingKeys, in values: KeyedDecodingContainer<CodingKeys>
    ) throws -> Int {
        guard number >= 0 else {
            throw DecodingError.dataCorruptedError(forKey: key, in: values, debugDescription: "It is below 0.")
        }
        return number
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .minimumCount(let count): try values.encode(count, forKey: .minimumCount)
        case .size(let size): try values.encode(size, forKey: .size)
        case .list(let words): try values.encode(words, forKey: .list)
        case .subwords: try values.encode(true, forKey: .subwords)
        }
    }

    /// The rule as the database keeps it.
    package var json: String { sortedJSON(self) }

    /// - Throws: `DecodingError` for anything but what `json` gave.
    package init(json: String) throws {
        self = try JSONDecoder().decode(VocabularyRule.self, from: Data(json.utf8))
    }
}

/// What concordance lines are sorted or grouped by.
public enum ConcordanceKey: Sendable, Hashable {
    /// The token at a distance from the node: 1, 2, … to its right, −1, −2, … to its left.
    case word(at: Int)
    /// The words of the node itself.
    case node
    /// The name of the document.
    case document
    /// A key of the documents' metadata.
    case metadata(String)
}

extension ConcordanceKey {
    /// How far from the node a token may stand by which lines are sorted.
    public static let farthest = 100

    /// - Parameter text: `2R`, `1L`, `node`, `document`, or a key of metadata.
    /// - Returns: `nil` for a distance of 0 or beyond ``farthest``.
    public init?(_ text: String) {
        let lowered = text.lowercased()
        switch lowered {
        case "node", "0": self = .node
        case "document": self = .document
        default:
            guard let side = lowered.last, side == "l" || side == "r", lowered.dropLast().allSatisfy(\.isASCIIDigit),
                lowered.count > 1
            else {
                self = .metadata(text)
                return
            }
            guard let distance = Int(lowered.dropLast()), (1...Self.farthest).contains(distance) else { return nil }
            self = .word(at: side == "l" ? -distance : distance)
        }
    }
}

extension ConcordanceKey: CustomStringConvertible {
    public var description: String {
        switch self {
        case .word(let distance): "\(abs(distance))\(distance < 0 ? "L" : "R")"
        case .node: "node"
        case .document: "document"
        case .metadata(let key): key
        }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

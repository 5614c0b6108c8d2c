internal import Foundation
package import LanguageModeling
package import Reporting

/// Where each model wins, for a terminal: one row per model, one column per group of events.
package struct LossTable {
    private let breakdown: LossBreakdown
    private let hasUnknown: Bool

    package init(_ breakdown: LossBreakdown, of comparison: Comparison) {
        self.breakdown = breakdown
        hasUnknown = comparison.test.outOfVocabularyCount > 0
    }

    /// A title and the table; the lowest loss of each group is marked.
    package var lines: [String] {
        let groups = breakdown.groups
        let events = Double(groups.reduce(0) { $0 + $1.events })
        var rows = [[Self.corner[breakdown.criterion] ?? breakdown.criterion] + groups.map { Self.narrow($0.label) }]
        rows.append(["% of events"] + groups.map { String(format: "%.1f", 100 * Double($0.events) / events) })
        for (model, name) in breakdown.models.enumerated() {
            rows.append(
                [name.visible]
                    + groups.map { group in
                        let bits = group.bits[model]
                        guard bits.isFinite else { return "∞" }
                        let isLowest = breakdown.models.count > 1 && group.bits.allSatisfy { $0 >= bits }
                        return String(format: bits < 10 ? "%.2f" : "%.1f", bits) + (isLowest ? "*" : " ")
                    })
        }
        // A mark stands outside the column of digits.
        rows[0] = [rows[0][0]] + rows[0].dropFirst().map { $0 + " " }
        rows[1] = [rows[1][0]] + rows[1].dropFirst().map { $0 + " " }
        let widths = rows[0].indices.map { column in rows.map { $0[column].terminalWidth }.max() ?? 0 }
        return ["\(title); * the lowest"]
            + rows.map { row in
                let cells = row.enumerated().map { column, text in
                    let padding = String(repeating: " ", count: widths[column] - text.terminalWidth)
                    return column == 0 ? text + padding : padding + text
                }
                let line = cells.joined(separator: " ")
                return String(line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)])
            }
    }

    /// A wide range by its lower end, for the next column says where it ends: `256–1023` → `256–`.
    private static func narrow(_ label: String) -> String {
        guard label.count > 5, let dash = label.firstIndex(of: "–") else { return label }
        return String(label[...dash])
    }

    /// `bits a token by its position in the segment`.
    package var title: String {
        let unknown = hasUnknown && breakdown.criterion == "train_frequency" ? ", rare ones as <unk>" : ""
        return "bits a token by \(Self.titles[breakdown.criterion] ?? breakdown.criterion)\(unknown)"
    }

    /// The same for a page.
    package var table: ResultTable {
        let groups = breakdown.groups.map(\.label)
        var table = ResultTable(
            columns: [Self.corner[breakdown.criterion] ?? breakdown.criterion] + groups, names: Set(groups))
        for (model, name) in breakdown.models.enumerated() {
            table.append([.text(name)] + breakdown.groups.map { .of($0.bits[model]) })
        }
        return table
    }

    private static let titles = [
        "train_frequency": "how often train has the token",
        "longest_history_seen": "how many words before it train has in that order",
        "position": "its position in the segment",
    ]
    private static let corner = [
        "train_frequency": "times in train", "longest_history_seen": "words", "position": "position",
    ]
}

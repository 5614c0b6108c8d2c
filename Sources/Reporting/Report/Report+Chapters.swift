extension Report {
    /// A report of its own as a part of a larger one.
    public struct Chapter: Sendable {
        /// A word for programs, before the names of its charts and tables.
        public let key: String
        public let heading: String
        public let report: Report

        public init(_ key: String, _ heading: String, _ report: Report) {
            self.key = key
            self.heading = heading
            self.report = report
        }
    }

    /// Several reports one after the other: a row for each with its answer, the rows of each by its key beside, and for
    /// people all that each shows.
    public init(_ title: String, chapters: [Chapter], provenance: Provenance) {
        var rows = ResultTable(columns: ["chapter", "title", "answer"])
        for chapter in chapters {
            rows.append([.text(chapter.key), .text(chapter.heading), .text(chapter.report.answer)])
        }
        self.init(title, rows: rows, blocks: chapters.flatMap(\.blocks), provenance: provenance)
        further = chapters.map { .init($0.key, .list($0.report.rows.objects)) }
        notes = chapters.flatMap { chapter in chapter.report.notes.map { "\(chapter.heading): \($0)" } }
    }
}

extension Report.Chapter {
    /// The chapter's heading, its answer, and its blocks: headings a level lower, names that no other chapter has.
    fileprivate var blocks: [Report.Block] {
        let answer: [Report.Block] = report.answer.isEmpty ? [] : [.paragraph(report.answer).only(.page)]
        return [.heading(heading)] + answer
            + report.blocks.map { block in
                var block = block.leavingOut(report.answer)
                if case .heading(let text, let level) = block.content {
                    block.content = .heading(text, level: level + 1)
                }
                if !block.name.isEmpty { block.name = "\(key)-\(block.name)" }
                return block
            }
    }
}

extension Report.Block {
    /// The same without the finding of a chart that is the answer: it is said above, and nothing is said twice.
    func leavingOut(_ answer: String) -> Report.Block {
        guard case .chart(var chart) = content, chart.finding == answer else { return self }
        chart.finding = ""
        var block = self
        block.content = .chart(chart)
        return block
    }
}

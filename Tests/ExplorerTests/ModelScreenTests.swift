internal import Explorer
internal import Foundation
internal import Gramarye
internal import Reporting
internal import Testing

@Suite struct ModelScreenTests {
    /// An explorer that answers with a report, whatever it is asked.
    private func page(_ path: String, _ query: String, _ report: Report) throws -> String {
        let folder = try ExplorerFolder()
        let answer = try folder.explorer { _, _, _ in report }.get(path, query)
        #expect(answer.status == 200, "\(answer.text)")
        return answer.text
    }

    private func report(_ blocks: [Report.Block] = [], further: [Value.Field] = []) -> Report {
        var report = Report(
            "R", rows: ResultTable(columns: ["model"]), blocks: blocks, provenance: Provenance(version: "0"))
        report.further = further
        return report
    }

    @Test func aWordLeadsToItsProbability() throws {
        let word = Report.Word(
            "<b>", 2, remark: "P", question: [("q", "<b>"), ("given", "of the"), ("model", "base")])
        let page = try page("/surprisal", "q=x&model=base", report([.words([[word]])]))
        #expect(page.contains("href=\"/probability?q=%3Cb%3E&amp;given=of+the&amp;model=base&amp;explain=1\""))
        #expect(!page.contains("<b>&"))
    }

    /// As many segments before and after as are shown, and none beyond the ends.
    @Test func aTextGoesOn() throws {
        func fields(_ first: Int, _ last: Int, of total: Int) -> [Value.Field] {
            [
                .init("segments", .list([.integer(first), .integer(last)])), .init("segment_count", .integer(total)),
            ]
        }
        let middle = try page("/surprisal", "document=a&segments=21-40", report(further: fields(21, 40, of: 50)))
        #expect(middle.contains("segments=1-20\"") && middle.contains("segments=41-50\""))
        let all = try page("/surprisal", "document=a", report(further: fields(1, 20, of: 20)))
        #expect(!all.contains("segments=") && !all.contains("class=\"ways\""))
    }

    @Test func waysLeadOn() throws {
        let again = try page("/generate", "seed=7&model=m", report())
        #expect(again.contains("href=\"/generate?model=m&amp;seed=8\""))
        let context = try page("/probability", "q=x&given=" + "<s> a*b".queryEncoded, report())
        #expect(context.contains("/concordance?q=a%5C*b+%5B%5D") || context.contains("/concordance?q=a%5C%2Ab+%5B%5D"))
        #expect(context.contains("/next?q=%3Cs%3E+a*b") || context.contains("/next?q=%3Cs%3E+a%2Ab"))
    }

    /// Fields for models suggest some; a text is asked for before anything is read.
    @Test func formsSuggestModels() throws {
        let folder = try ExplorerFolder()
        let page = try folder.explorer().get("/surprisal", "model=base")
        #expect(page.status == 200 && page.text.contains("<datalist id=\"model-0-list\"><option value=\"mkn:3\">"))
        #expect(page.text.contains("list=\"model-0-list\""))
        #expect(try folder.explorer().get("/models", "q=base").status == 400)
    }
}

internal import Foundation
internal import GRDB
internal import Testing

/// The page of all chapters: what is left out of it, and what ends it.
@Suite struct ReportCommandTests {
    /// A database with a network and a model of counts.
    private func bench() throws -> Workbench {
        let bench = try Workbench()
        _ = try bench.database(name: "DB")
        for arguments in [
            ["net", "--hidden", "8", "--epochs", "2", "--steps", "8"], ["small", "--hidden", "4", "--epochs", "1"],
            ["base", "--ngram", "mkn:2"],
        ] {
            expectDone(try bench.start(Workbench.gram, ["train", "DB"] + arguments).result())
        }
        return bench
    }

    /// Damage is no matter of one chapter, whose others would look sound.
    @Test(arguments: [
        "UPDATE segment_block SET ids = x'0102'", "DELETE FROM unigram WHERE w1 = 5", "DELETE FROM type WHERE id = 7",
        "DELETE FROM model_block", "UPDATE model SET settings = '{}'",
    ]) func aDamagedDatabaseIsAnError(statement: String) throws {
        let bench = try bench()
        try DatabaseQueue(path: bench.path("DB")).write { try $0.execute(sql: statement) }
        let run = try bench.gram("report", "DB", "--quiet")
        #expect(run.status == 65 && run.output.isEmpty, "\(run.errors)")
    }

    @Test func whatThereIsTooLittleForIsLeftOut() throws {
        let bench = try Workbench()
        _ = try bench.database("a b\n", "--shares", "1,0,0", name: "DB")
        let run = try bench.gram("report", "DB", "--format", "json")
        expectDone(run)
        let leftOut = try #require(try run.json["left_out"] as? [[String: String]])
        #expect(leftOut.map { $0["chapter"] } == ["zipf", "models"])
        #expect(leftOut.map { $0["reason"] ?? "" }[0].contains("3 tokens"))
        #expect(leftOut.map { $0["reason"] ?? "" }[1].contains("valid split"))
        #expect(run.errors.split(separator: "\n").count { $0.hasPrefix("left out: ") } == 2)
        #expect(try run.rows.compactMap { $0["chapter"] as? String } == ["corpus", "words", "growth"])
    }

    /// The keys of JSON depend on no name; a network that came from a file has no training to tell of.
    @Test func trainingsAreOneList() throws {
        let bench = try bench()
        expectDone(try bench.gram("export", "DB", "net", "net.safetensors"))
        expectDone(try bench.gram("import", "DB", "imported", "net.safetensors"))
        let run = try bench.gram("report", "DB", "--format", "json")
        expectDone(run)
        let object = try run.json
        let epochs = try #require(object["training"] as? [[String: Any]])
        #expect(epochs.compactMap { $0["model"] as? String } == ["net", "net", "small"])
        #expect(epochs.compactMap { $0["epoch"] as? Int } == [1, 2, 1])
        #expect(object.keys.allSatisfy { $0.wholeMatch(of: /[a-z_]+/) != nil }, "\(object.keys)")
        #expect((object["left_out"] as? [Any])?.isEmpty == true)
        let page = try bench.gram("report", "DB", "--html", "-").output
        #expect(page.contains("How net was trained") && page.contains("How small was trained"))
        #expect(!page.contains("How imported was trained"))
        // Nor is there a training to repeat from other seeds.
        expectError(
            try bench.gram("compare", "DB", "--model", "laplace:2,imported", "--seeds", "2"), 64, naming: "no network")
    }
}

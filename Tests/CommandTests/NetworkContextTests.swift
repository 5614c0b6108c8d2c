internal import Testing

/// A network is asked the same of the same words by every command.
@Suite struct NetworkContextTests {
    @Test func nextAndGenerateAgree() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(
            try bench.gram(
                "train", database, "net", "--cell", "gru", "--hidden", "8", "--embedding", "8", "--epochs", "3",
                "--quiet"))
        for context in ["", "the", "the fox", "<s> the fox"] {
            let next = try bench.gram("next", database, context, "--model", "net", "--limit", "2", "--format", "json")
            let text = try bench.gram(
                "generate", database, "--model", "net", "--prompt", context, "--temperature", "0", "--length", "1",
                "--format", "json")
            expectDone(next)
            expectDone(text)
            // No segment that is written is empty.
            let likeliest = try next.rows.compactMap { $0["word"] as? String }.first {
                !(context.isEmpty && $0 == "</s>")
            }
            #expect(try (text.rows.first?["tokens"] as? [String])?.first == likeliest, "after '\(context)'")
        }
        // What precedes a segment is what it begins with.
        func probability(_ context: String) throws -> Double {
            let run = try bench.gram(
                "probability", database, "fox", "--given", context, "--model", "net", "--format", "json")
            expectDone(run)
            return try #require(try run.rows.first?["probability"] as? Double)
        }
        #expect(try probability("and the") == probability("<s> and the"))
    }
}

internal import Foundation
internal import Testing

/// `gram train --precision`.
@Suite struct PrecisionTests {
    private static let small = [
        "--hidden", "96", "--embedding", "72", "--batch", "8", "--steps", "16", "--epochs", "2",
    ]

    private func train(
        _ bench: Workbench, _ database: String, _ name: String, _ arguments: String..., instructions: String = "ALL"
    ) throws -> Run {
        let all = (["train", database, name] + Self.small + arguments).joined(separator: " ")
        return try bench.shell("DNNL_MAX_CPU_ISA=\(instructions) \"$GRAM\" \(all)")
    }

    /// Whether the run was done; where the processor cannot, that it says so.
    private func isDone(_ run: Run) -> Bool {
        if run.status == 0 { return true }
        expectError(run, 64, naming: "cannot multiply in bf16", "AVX-512", "--precision single")
        return false
    }

    @Test func itTrainsIsSavedAndGoesOn() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let single = try train(bench, database, "single", "--format", "json")
        expectDone(single)
        #expect(!single.errors.contains("bf16"))
        let rounded = try train(bench, database, "rounded", "--precision", "bf16", "--format", "json")
        guard isDone(rounded) else { return }
        #expect(rounded.errors.split(separator: "\n")[0].contains("products in bf16"))
        let losses = try [single, rounded].map { try $0.rows.map { $0["train_perplexity"] as? Double } }
        #expect(losses[0] != losses[1])
        for (a, b) in zip(losses[0], losses[1]) { #expect(abs(a! - b!) < 0.005 * a!) }
        let resumed = try bench.gram("train", database, "rounded", "--resume", "--epochs", "3")
        expectDone(resumed)
        #expect(resumed.errors.contains("products in bf16"))
        for other in ["single", "bf16"] {
            expectError(
                try bench.gram("train", database, "rounded", "--resume", "--epochs", "4", "--precision", other), 64,
                naming: "--precision", "--replace")
        }
    }

    @Test func withoutTilesItSaysThatItIsNotFaster() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let run = try train(bench, database, "net", "--precision", "bf16", instructions: "AVX512_CORE_BF16")
        guard isDone(run) else { return }
        #expect(run.errors.contains("not faster on this processor"))
        let quiet = try train(bench, database, "quiet", "--precision", "bf16", "-q", instructions: "AVX512_CORE_BF16")
        expectDone(quiet)
        #expect(quiet.errors.isEmpty)
        #expect(!(try train(bench, database, "plain", "--precision", "single").errors.contains("not faster")))
    }

    #if arch(x86_64)
        @Test func whereItCannotItIsRefusedAndNothingIsSaved() throws {
            let bench = try Workbench()
            let database = try bench.database()
            let run = try train(bench, database, "net", "--precision", "bf16", instructions: "AVX2")
            #expect(!isDone(run))
            expectError(try bench.gram("perplexity", database, "--model", "net"), 64, naming: "net")
        }
    #endif

    @Test func otherValuesAndNgramsAreRefused() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectError(try train(bench, database, "net", "--precision", "half"), 64, naming: "half", "single", "bf16")
        expectError(
            try bench.gram("train", database, "net", "--ngram", "mkn:2", "--precision", "bf16"), 64,
            naming: "--precision", "--ngram")
    }
}

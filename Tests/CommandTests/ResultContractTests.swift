internal import Foundation
internal import Testing

/// The keys of every command's JSON are a promise, and the five formats hold the same rows.
@Suite struct ResultContractTests {
    struct Contract: CustomTestStringConvertible, Sendable {
        let arguments: [String]
        let keys: Set<String>
        /// Whether further keys may stand beside these.
        var mayHaveMore = false
        var furtherKeys: Set<String> = []

        init(_ arguments: String, _ keys: String, mayHaveMore: Bool = false, further: String = "") {
            self.arguments = arguments.split(separator: " ").map(String.init)
            self.keys = Set(keys.split(separator: " ").map(String.init))
            self.mayHaveMore = mayHaveMore
            self.furtherKeys = Set(further.split(separator: " ").map(String.init))
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let probability = """
        model split context word in_vocabulary count context_count probability log10_probability surprisal_bits \
        explanation
        """
    static let perplexity = """
        model split vocabulary_size events segments out_of_vocabulary out_of_vocabulary_rate \
        zero_probability_events log10_likelihood perplexity perplexity_excluding_oov perplexity_excluding_eos \
        perplexity_excluding_oov_and_eos cross_entropy_bits bits_per_character \
        bits_per_character_is_lower_bound perplexity_low perplexity_high interval_unit interval_units
        """
    static let contracts = [
        Contract("frequencies DB", "rank ngram count per_million"),
        Contract("frequencies DB --order 3 --split train", "rank ngram count per_million"),
        Contract("frequencies DB --order 4", "rank ngram count per_million"),
        Contract("frequencies DB fox dragon", "rank ngram count per_million"),
        Contract("frequencies DB --spectrum", "frequency types"),
        Contract("vocabulary DB", "id token count"),
        Contract("tokenize DB the:dragon,ran", "segment position source token id in_vocabulary"),
        Contract(
            "zipf DB", "order tokens types ranks exponent intercept r_squared standard_error", mayHaveMore: true,
            further: "comparisons residuals"),
        Contract(
            "growth DB", "tokens types types_shuffled hapax_legomena hapax_share new_type_probability",
            further: "heaps new_type_probability last_tenth types_predicted_by_first_half population extrapolation"),
        Contract(
            "diversity DB",
            """
            document tokens types ttr mattr mtld hdd yule_k simpson_d guiraud_r herdan_c entropy_bits \
            entropy_miller_madow_bits entropy_chao_shen_bits
            """),
        Contract("probability DB fox --given the", probability),
        Contract("next DB the", probability + " rank"),
        Contract("perplexity DB --model laplace:1,laplace:2,dirichlet:2:1", perplexity),
        Contract("perplexity DB --model laplace:2 --split valid", perplexity),
        Contract(
            "compare DB --model laplace:1,laplace:2,small",
            """
            model context order direction parameters bytes training_seconds tokens_per_second valid_perplexity test_perplexity \
            test_perplexity_excluding_oov test_perplexity_excluding_eos bits_per_token bits_per_character \
            bits_per_character_is_lower_bound mixture_gain_percent notes
            """,
            further: "vocabulary weights significance resampling breakdowns differences_by_word seeds notes summary"),
        Contract(
            "surprisal DB the:dragon,ran --model laplace:2,small",
            """
            model item segment position word in_vocabulary count per_million surprisal_bits spelling_bits entropy_bits
            """, further: "notes"),
        Contract(
            "walk DB", "station key title answer is_shown command",
            further: "tokens vocabulary minibatches counts laplace perplexity embedding step clipping gradients"),
    ]
    static let provenance: Set<String> = [
        "tool", "version", "database", "corpus_fingerprint", "tokenizer", "tokenizer_fingerprint",
        "vocabulary_rule", "seed", "where", "documents", "by", "command_line",
    ]

    /// One database, with a network in it, for all: a test here changes nothing.
    static let bench = Result {
        let bench = try Workbench()
        _ = try bench.database(name: "DB")
        let trained = try bench.gram(
            "train", "DB", "small", "--hidden", "8", "--embedding", "8", "--epochs", "1", "--batch", "2", "--steps", "5"
        )
        try #require(trained.status == 0, "\(trained.errors)")
        return bench
    }

    func run(_ contract: Contract, _ format: String) throws -> Run {
        let bench = try Self.bench.get()
        return try bench.start(Workbench.gram, contract.arguments + ["--format", format]).result()
    }

    @Test(arguments: contracts) func hasTheKeysPromised(contract: Contract) throws {
        let run = try run(contract, "json")
        try #require(run.status == 0, "\(run.errors)")
        let object = try run.json
        #expect(Set(try #require(object["provenance"] as? [String: Any]).keys) == Self.provenance)
        let rows = try run.rows
        #expect(!rows.isEmpty)
        for row in rows {
            let keys = Set(row.keys)
            #expect(contract.mayHaveMore ? keys.isSuperset(of: contract.keys) : keys == contract.keys)
        }
        #expect(Set(object.keys).isSuperset(of: contract.furtherKeys.union(["provenance", "rows"])))
    }

    @Test(arguments: contracts) func formatsHoldTheSameRows(contract: Contract) throws {
        let json = try run(contract, "json")
        let lines = try run(contract, "jsonl")
        let rows = try json.rows.map(Self.untimed)
        let objects = try lines.lines.map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(objects.map(Self.untimed) == rows)
        #expect(lines.errors.contains("gram "), "the provenance goes to standard error")

        let keys = try #require(rows.first?.allKeys as? [String])
        for (format, separator) in [("csv", ","), ("tsv", "\t")] {
            let table = try run(contract, format)
            let header = try #require(table.lines.first).components(separatedBy: separator)
            #expect(Set(header) == Set(keys), "\(format)")
            #expect(table.lines.count == rows.count + 1, "\(format)")
        }
        let people = try run(contract, "table")
        #expect(people.status == 0)
        #expect(!people.output.isEmpty)
    }

    /// A row with its measured times made 0.
    static func untimed(_ row: [String: Any]) -> NSDictionary {
        let times: Set = ["training_seconds", "tokens_per_second"]
        return NSDictionary(
            dictionary: Dictionary(uniqueKeysWithValues: row.map { ($0, times.contains($0) ? 0 : $1) }))
    }

    @Test(arguments: contracts) func quietIsSilent(contract: Contract) throws {
        let bench = try Self.bench.get()
        let run = try bench.start(Workbench.gram, contract.arguments + ["--quiet"]).result()
        #expect(run.status == 0)
        #expect(run.errors.isEmpty, "\(run.errors)")
    }

    @Test func infoIsAnObjectForPrograms() throws {
        let run = try Self.bench.get().gram("info", "DB", "--format", "json")
        expectDone(run)
        #expect(Set(try run.json.keys).isSuperset(of: ["provenance", "rows"]))
    }
}

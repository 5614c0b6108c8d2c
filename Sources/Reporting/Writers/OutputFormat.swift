/// How a result is written.
public enum OutputFormat: String, CaseIterable, Sendable {
    case table, json, jsonl, csv, tsv
}

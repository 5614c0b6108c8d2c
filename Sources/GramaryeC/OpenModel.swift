internal import Basics
internal import Foundation
internal import Gramarye
internal import Synchronization

/// A text that ends with a zero byte, as C has it, in memory that goes with it.
@safe final class CText: @unchecked Sendable {
    let characters: UnsafeMutablePointer<CChar>?

    init(_ text: String) { unsafe characters = strdup(text) }
    deinit { unsafe free(characters) }
}

/// A model that a program in another language has opened; any number of threads ask it at once.
final class OpenModel: Sendable {
    let model: LineModel
    /// The model, where it can be walked word by word.
    let backoff: BackoffModel?
    /// What is to be known of it, as C has texts.
    let notes: CText
    /// Scorers that no thread uses now.
    private let idle = Mutex<[Worker]>([])

    /// A scorer that one thread at a time uses.
    private struct Worker: @unchecked Sendable { let scorer: SentenceScorer }

    init(_ model: LineModel) {
        self.model = model
        backoff = model.model as? BackoffModel
        notes = CText(model.model.notes.joined(separator: "\n"))
    }

    /// Lends a scorer to the caller's thread.
    func scoring<Result>(_ body: (SentenceScorer) throws -> Result) throws -> Result {
        let worker = try idle.withLock { $0.popLast() } ?? Worker(scorer: SentenceScorer(model))
        defer { idle.withLock { $0.append(worker) } }
        return try body(worker.scorer)
    }

    /// N; `nil` where the model looks back without such a limit.
    var order: Int? {
        guard case .ngram(let order) = model.model.contextScope else { return nil }
        return order
    }
}

extension OpenModel {
    /// Opens a model of a model file, an ARPA file or a database, told by what they hold.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - name: of a model of a database; `nil` for the only saved one.
    /// - Throws: `ModelFileError`, `ArpaError`, `InputError`, `StorageError`, what `ModelShelf` throws; `OpeningError`.
    convenience init(path: String, name: String?) throws {
        if CorpusStore.isDatabase(path) {
            let corpus = try Corpus(path: path, needsText: false)
            let name = try ModelName(parsing: name ?? OpenModel.onlyModel(of: corpus))
            let shelf = ModelShelf(corpus)
            shelf.prepare([name])
            self.init(try shelf.lineModel(name, called: "\(name)"))
            return
        }
        if let name { throw OpeningError.namedModelOfFile(path: path, name: name) }
        do { self.init(try LineModel(ofModelFile: path, called: path)) } catch let error as ModelFileError
            where error.reason == .notModelFile && !path.lowercased().hasSuffix(".gram")
        {
            do {
                let file = try ArpaFile(
                    reading: InputContent(InputOrigin(argument: path)), named: path, for: path, memory: 2 << 30,
                    progress: { _ in })
                self.init(try file.lineModel(called: path))
            } catch let error as ArpaError {
                throw OpeningError.unreadable(error.explanation.of(path))
            }
        }
    }

    private static func onlyModel(of corpus: Corpus) throws -> String {
        let saved = try corpus.store.models().map(\.name)
        guard saved.count == 1 else { throw OpeningError.noOnlyModel(path: corpus.store.path, saved: saved) }
        return saved[0]
    }
}

/// Why no model was opened, where it is not the file's fault.
enum OpeningError: ExplainedError, Hashable {
    case noOnlyModel(path: String, saved: [String])
    case namedModelOfFile(path: String, name: String)
    case noPath
    /// Of an error that does not name its file.
    case unreadable(Explanation)

    var explanation: Explanation {
        switch self {
        case .noOnlyModel(let path, let saved):
            Explanation(
                saved.isEmpty ? "\(path) has no saved model" : "\(path) has \(saved.count) models: \(shortened(saved))",
                remedy: "Name the model, as mkn:3.", kind: .usage)
        case .namedModelOfFile(let path, let name):
            Explanation(
                "\(path) is no database that has a model '\(name)'",
                cause: "Names are for models of databases; a model file or an ARPA file holds one model.",
                remedy: "Leave the name out, or name a database.", kind: .usage)
        case .unreadable(let explanation): explanation
        case .noPath: Explanation("no path is given", remedy: "Give that of a file.", kind: .usage)
        }
    }
}

internal import Basics
internal import Documents
internal import Tokenization

/// Texts that cannot be read. The first error ends a reading; then all texts are looked through for what else is wrong.
enum BadTexts {
    struct Found {
        let place: TextPlace
        /// What it is called, what is wrong with it and why.
        let line: String
        let kind: ErrorKind
    }

    /// Reads, without the texts that cannot be read if the user wants that.
    ///
    /// - Parameter read: what reads all but some texts.
    /// - Throws: the error, where it is the only one or texts can be read but once; `.badTexts`; whatever else `read` throws.
    static func goingOn<Result>(
        _ sources: [DocumentSource], settings: TokenizerSettings, options: IngestOptions, memory: MemoryPlan,
        _ read: (_ leavingOut: Set<TextPlace>) throws -> Result
    ) throws -> (Result, bad: [Found]) {
        do { return (try read([]), []) } catch {
            guard isOfText(error), sources.allSatisfy({ $0.origin.fileSize != nil }) else { throw error }
            let (bad, count) = try all(sources, settings: settings, options: options, memory: memory)
            guard options.skipsBad, !bad.isEmpty, bad.count < count else {
                guard bad.count > 1 else { throw error }
                // A disk that fails is no fault of the texts.
                let kinds = Set(bad.map(\.kind))
                throw StorageError.badTexts(
                    bad.map(\.line), of: count, kind: kinds.count == 1 ? bad[0].kind : .badData)
            }
            return (try read(Set(bad.map(\.place))), bad)
        }
    }

    /// Looks through all texts.
    /// - Returns: also how many there are.
    private static func all(
        _ sources: [DocumentSource], settings: TokenizerSettings, options: IngestOptions, memory: MemoryPlan
    ) throws -> ([Found], count: Int) {
        let tokenizer = try DocumentTokenizer(settings)
        let reader = PieceReader(
            sources, settings: settings, reading: ReadingSettings(options), memory: memory,
            decompression: DecompressionSettings(memory: options.memory, anyRatio: options.anyRatio),
            progress: IngestProgress())
        var found: [Found] = []
        var count = 0
        while true {
            do {
                guard let item = try reader.next() else { return (found, count + found.count) }
                switch item {
                case .piece(let source):
                    var piece = TokenizedPiece()
                    do throws(TextError) {
                        try tokenizer.tokenize(source.text, format: source.format, into: &piece)
                    } catch {
                        throw StorageError.text(error, in: source.title)
                    }
                case .end: count += 1
                }
            } catch {
                guard isOfText(error), let explained = error as? any ExplainedError else { throw error }
                let isWhole = isOfSource(error)
                found.append(
                    Found(
                        place: isWhole ? TextPlace(source: reader.place.source, document: nil) : reader.place,
                        line: explained.fact
                            + (explained.cause.map { (explained.fact.hasSuffix(".") ? " " : ". ") + $0 } ?? ""),
                        kind: explained.explanation.kind))
                if isWhole { reader.leaveSourceAtHand() } else { reader.leaveDocument() }
            }
        }
    }

    /// Whether an error is of a text, and not of the disk or the database.
    private static func isOfText(_ error: any Error) -> Bool {
        switch error {
        case StorageError.text, StorageError.format, StorageError.input, StorageError.nothingNamedAsText: true
        case let error as InputError: if case .noMemory = error { false } else { true }
        default: false
        }
    }

    /// Whether an error is one after which nothing more can be read of the source.
    private static func isOfSource(_ error: any Error) -> Bool {
        switch error {
        case is InputError, StorageError.input, StorageError.nothingNamedAsText: true
        default: false
        }
    }
}

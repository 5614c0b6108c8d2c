public import Basics
internal import Counting
internal import Documents
internal import Foundation
internal import GRDB
internal import Tokenization

extension CorpusStore {
    /// Reads texts into a database, which is made if there is none, and brings its counts up to date, exactly.
    ///
    /// Either all of it is done, and is on the disk, or nothing is: an ingest that fails or is killed leaves the
    /// database as it was. Ids of types follow their first occurrence in the order of the inputs, whatever the threads.
    ///
    /// - Parameters:
    ///   - path: of the database.
    ///   - progress: looked at from another thread.
    /// - Throws: `InputError` if a text cannot be read, `StorageError`.
    public static func ingest(
        into path: String, _ options: IngestOptions, progress: IngestProgress = IngestProgress()
    ) throws -> IngestResult {
        var options = options
        options.threads = min(max(1, options.threads), 256)
        NewDatabase.removeLeftovers(of: path)
        let end = ContinuousClock.now + .seconds(options.wait)
        while true {
            let isNew = try DatabaseFile.kind(of: path) == .missing
            if !isNew { try DatabaseFile.requireDatabase(at: path) }
            let (sources, leftOut, shared) = try DocumentNaming.sources(of: options)
            guard isNew else {
                var result = try add(sources, to: path, options, progress)
                (result.notes, result.inSeveralSplits) = (leftOut + result.notes, shared)
                return result
            }
            let new: NewDatabase
            do { new = try NewDatabase(path: path) } catch let error as StorageError {
                // Another makes it: then these texts are added to it.
                guard error.kind == .tryAgain, ContinuousClock.now < end else { throw error }
                Thread.sleep(forTimeInterval: 0.05)
                continue
            }
            var result = try fill(new, with: sources, options, progress)
            (result.notes, result.inSeveralSplits) = (leftOut + result.notes, shared)
            return result
        }
    }

    private static func add(
        _ sources: [DocumentSource], to path: String, _ options: IngestOptions, _ progress: IngestProgress
    ) throws -> IngestResult {
        try CorpusStore(path: path, access: .readWrite, wait: options.wait).write { db, done in
            try fingerprint(of: nil, in: db, path: path) == done.result.corpus?.fingerprint
        } replacement: { done in
            done.replacement
        } _: { db in
            try Ingest(options, path: path, new: nil, progress: progress).run(sources, in: db)
        }.result
    }

    private static func fill(
        _ new: NewDatabase, with sources: [DocumentSource], _ options: IngestOptions, _ progress: IngestProgress
    ) throws -> IngestResult {
        var report = try explainingErrors(of: new.path) {
            try new.fill { db in
                try db.beginTransaction(.immediate)
                try Schema.createTables(in: db)
                let done = try Ingest(options, path: new.path, new: new, progress: progress).run(sources, in: db)
                try db.commit()
                return done.result
            }
        }
        progress.begin(.syncing, total: nil)
        let clock = ContinuousClock.now
        try new.publish()
        report.seconds.writing += clock.elapsed
        return report
    }

    /// Removes documents from the corpus, and exactly their n-grams from the counts, in one transaction.
    ///
    /// Counts equal those of a corpus that never had the documents. Types keep their ids, even if they no longer occur,
    /// so that the ids of saved models stay valid.
    ///
    /// - Parameter progress: looked at from another thread.
    /// - Returns: how many documents are left.
    /// - Throws: `StorageError` if there is no document of a name.
    @discardableResult
    public func remove(
        _ names: [String], threads: Int = availableThreads, memory: Int = 2 << 30,
        progress: IngestProgress = IngestProgress()
    ) throws -> Int {
        try write { db, left in
            try Self.documentCount(in: db) == left
        } _: { db in
            let documents = try documents(named: names, in: db).map(\.id)
            try CountUpdate(db, path: path, memory: memory, threads: threads, progress: progress)
                .subtract(documents: documents)
            for id in documents {
                try db.removeMetadata(ofDocument: Int64(id))
                try db.execute(sql: "DELETE FROM document WHERE id = ?", arguments: [id])
            }
            try DocumentsView.create(in: db)
            return try Self.documentCount(in: db)
        }
    }

    private static func documentCount(in db: Database) throws -> Int {
        try db.firstRow("SELECT count(*) FROM document") { try $0.count(0) } ?? 0
    }
}

/// One ingest, inside its transaction.
private struct Ingest {
    private let options: IngestOptions
    private let path: String
    /// The database, if it is in the making.
    private let new: NewDatabase?
    private let progress: IngestProgress

    init(_ options: IngestOptions, path: String, new: NewDatabase?, progress: IngestProgress) {
        self.options = options
        self.path = path
        self.new = new
        self.progress = progress
    }

    /// What was made of texts, and the database that holds it if that is another than the one at hand.
    typealias Done = (result: IngestResult, replacement: NewDatabase?)

    func run(_ sources: [DocumentSource], in db: Database) throws -> Done {
        var report = IngestResult()
        let clock = ContinuousClock.now
        var settings = try CorpusSettings(options, in: db, path: path)
        let reading = settings
        let plan = MemoryPlan(memory: options.memory, threads: options.threads)
        if new != nil { try db.execute(sql: "PRAGMA cache_size = -\(plan.databaseCache)") }
        let update = CountUpdate(
            db, path: path, memory: options.memory, threads: options.threads, progress: progress)

        let known = new != nil ? TypeTable() : try db.typeTable(of: path)
        func read(leavingOut bad: Set<TextPlace>) throws -> (PieceReader, [ReadDocument], TypeTable) {
            let reader = PieceReader(
                sources, settings: reading.tokenizer, reading: ReadingSettings(options), memory: plan,
                decompression: DecompressionSettings(memory: options.memory, anyRatio: options.anyRatio),
                leavingOut: bad, progress: progress)
            let pipeline = TokenizingPipeline(
                reader, types: known, splitting: reading.splitting, spool: update.spool, keepsText: options.keepsText,
                batchSize: plan.batchSize, threads: options.threads, largestTypeCount: options.largestTypeCount)
            let (documents, types) = try pipeline.run()
            return (reader, documents, types)
        }
        var ((reader, documents, types), bad) = try BadTexts.goingOn(
            sources, settings: settings.tokenizer, options: options, memory: plan, read)
        report.notes = reader.notes + reader.remarks.notes + bad.map { "left out: \($0.line)" }
        report.advice = reader.remarks.advice + CleaningSigns.advice(on: documents, options.cleaning)
        if let size = settings.subwordsToTrain {
            let training = SubwordTraining(types, spool: update.spool, threads: options.threads)
            let admitted = try DuplicateDocuments(of: documents, in: db, path: path, options).admitted.map(\.document)
            let model = try training.model(of: admitted, size: size, progress: progress)
            (documents, types) = try training.documents(documents, by: model)
            settings.tokenizer.subwords = model
            report.notes.append(model.noteOnTraining)
        }
        report.seconds.reading = clock.elapsed

        let admission = try DuplicateDocuments(of: documents, in: db, path: path, options)
        report.skipped = admission.skipped
        report.elsewhere = admission.elsewhere
        report.empty = admission.empty
        if let note = admission.noteOnCopies { report.notes.append(note) }
        guard !admission.admitted.isEmpty else {
            if !admission.skipped.isEmpty {
                report.withOtherMetadata = try admission.unchanged.setMetadata(options, in: db)
                report.corpus = try CorpusStore.state(in: db, path: path)
                return (report, nil)
            }
            throw StorageError.noToken(nil)
        }
        let text = AdmittedText(
            admission: admission, types: types, knownTypes: known.count, settings: settings,
            isFirst: try db.setting(SettingName.tokenizer) == nil)
        if let new {
            let making = DatabaseInTheMaking(
                file: new, db: db, keepsCounts: false, types: NewTypes(types, threads: options.threads))
            try write(text, update, in: db, making: making, &report)
            return (report, nil)
        }
        let replacement = FileReplacement(of: path, adding: text.documents, replacing: text.replaced)
        do {
            if let (file, keepsCounts) = try replacement.begin(in: db) {
                try file.fill { target in
                    try target.execute(sql: "PRAGMA cache_size = -\(plan.databaseCache)")
                    let clock = ContinuousClock.now
                    let copy = try DatabaseCopy(of: path, into: target, withoutBlocksOf: text.replaced)
                    report.seconds.writing = clock.elapsed
                    let making = DatabaseInTheMaking(file: file, db: target, keepsCounts: keepsCounts, types: nil)
                    try write(text, update, in: target, making: making, copy: copy, &report)
                    try target.commit()
                }
                return (report, file)
            }
        } catch is DatabaseCopy.Unsuitable {
            // Nothing was written yet.
        }
        let start = ContinuousClock.now
        try update.subtract(documents: text.replaced)
        report.seconds.writing = start.elapsed
        try write(text, update, in: db, making: nil, &report)
        return (report, nil)
    }

    /// Writes what was read, in the transaction at hand.
    /// - Parameter making: the database, if nobody else has it.
    private func write(
        _ text: AdmittedText, _ update: CountUpdate, in db: Database, making: DatabaseInTheMaking?,
        copy: DatabaseCopy? = nil, _ report: inout IngestResult
    ) throws {
        let clock = ContinuousClock.now
        var settings = text.settings
        let types = text.types
        report.seconds.counting = try update.add(.read(text.documents), typeCount: types.count, into: making) {
            unigrams in
            guard text.isFirst else { return }
            if let rule = settings.vocabularyRule { return try options.checkVocabulary(rule, types, unigrams) }
            settings.vocabularyRule = options.defaultVocabularyRule(
                settings.tokenizer.tokens, unigrams[Int(Marker.unknown)] > 0)
        } meanwhile: {
            if making?.types == nil { try insertTypes(of: types, from: text.knownTypes, in: db) }
            if new != nil { try Schema.createTypeIndex(in: db) }
            var writer = try DocumentWriter(
                db, spool: update.spool, tokenizer: settings.tokenizer, typeCount: types.count)
            for document in text.admission.admitted {
                let name = document.document.end.name
                let known = KnownMetadata(
                    own: options.nameMetadata?(name) ?? [], table: options.tableMetadata?(name) ?? [])
                report.added.append(try writer.write(document, known: known))
            }
            try DocumentsView.create(in: db)
        }
        try copy?.finish(in: db)
        report.withOtherMetadata = try text.admission.unchanged.setMetadata(options, in: db)
        if text.isFirst { try settings.store(in: db) }
        if let note = try SharesNote.text(settings.splitting, in: db) { report.notes.append(note) }
        report.corpus = try CorpusStore.state(in: db, path: path)
        report.seconds.writing += clock.elapsed - report.seconds.counting
    }
}

/// What an ingest has read and brings into the database.
private struct AdmittedText {
    let admission: DuplicateDocuments<ReadDocument>
    let types: TypeTable
    /// How many of the types the database has.
    let knownTypes: Int
    let settings: CorpusSettings
    /// Whether the database has no text yet.
    let isFirst: Bool

    var documents: [ReadDocument] { admission.admitted.map(\.document) }
    var replaced: [Int] { admission.admitted.compactMap(\.replacing) }
}

extension SubwordModel {
    /// What came of its training, in a line.
    fileprivate var noteOnTraining: String {
        "\(name) was trained on the train split: \(groupedDigits(vocabularySize)) subwords"
            + (name == SubwordChoice.trained(size: vocabularySize).name ? "" : "; no other pair stands there twice")
    }
}

extension ContinuousClock.Instant {
    /// Seconds since.
    var elapsed: Double { (ContinuousClock.now - self) / .seconds(1) }
}

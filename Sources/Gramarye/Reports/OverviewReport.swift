internal import Basics
internal import LanguageModeling
internal import RecurrentModels
public import Reporting
internal import Statistics
internal import Storage

extension Corpus {
    /// The corpus and its models in chapters: what was read, its words, Zipf's law, the growth of the vocabulary, how each
    /// network was trained, and the models side by side.
    ///
    /// Nothing is trained for it: compared are the usual models of counts and the saved ones. A chapter that the corpus has
    /// too little for, as a comparison without a test split, is left out: a note says so, and in JSON `left_out`.
    /// - Parameters:
    ///   - documents: that the corpus's chapters are of, and on whose part of the split models are judged; all where `nil`.
    ///   - seed: of bootstraps and resampling.
    ///   - progress: called with which chapter is being written.
    public func overviewReport(
        of documents: Subcorpus? = nil, seed: UInt64 = 1, progress: (String) -> Void = { _ in }
    ) throws -> Report {
        let part = CorpusPart(documents: documents)
        var zipf = ZipfAnalysis.Options()
        zipf.seed = seed
        var comparison = ComparisonSettings()
        comparison.seed = seed
        comparison.leavesOut = true
        comparison.documents = documents
        // Imported networks were trained elsewhere.
        let networks = try store.models().filter { $0.kind == SerializedNetwork.kind && !$0.isImported }.map(\.name)

        var chapters: [Report.Chapter] = []
        var leftOut: [(chapter: Value, note: String)] = []
        func write(_ key: String, _ heading: String, _ make: () throws -> Report) throws {
            progress(heading)
            do {
                chapters.append(Report.Chapter(key, heading, try make()))
            } catch {
                guard let reason = lackOfText(error) else { throw error }
                let chapter = Value.object([
                    .init("chapter", .text(key)), .init("title", .text(heading)), .init("reason", .text(reason)),
                ])
                leftOut.append((chapter, "left out: \(heading): \(reason)"))
            }
        }
        try write("corpus", "What was read") { try infoReport(of: documents, limit: 20) }
        try write("words", "Words by frequency") { try frequenciesReport(of: part) }
        try write("zipf", "Zipf’s law") { try zipfReport(of: part, zipf) }
        try write("growth", "How the vocabulary grows") { try growthReport(of: part) }
        if !networks.isEmpty {
            try write("training", "How the networks were trained") { try learningCurvesReport(of: networks) }
        }
        try write("models", "Models side by side") {
            try comparisonReport(of: usualComparedModels(), comparison, progress: progress)
        }
        var report = Report(
            "\(store.path) and its models", chapters: chapters, provenance: try provenance(seed: seed, of: documents))
        report.answer = [chapters.first, chapters.last].compactMap { $0?.report.answer }.joined(separator: " ")
        report.further.append(.init("left_out", .list(leftOut.map(\.chapter))))
        report.notes += leftOut.map(\.note)
        return report
    }
}

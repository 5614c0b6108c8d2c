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
    /// Nothing is trained for it: it compares the usual n-gram models and the saved models. A chapter that cannot be
    /// written, such as a comparison without a test split, is left out with a note.
    /// - Parameters:
    ///   - seed: of bootstraps and resampling.
    ///   - progress: called with which chapter is being written.
    public func overviewReport(seed: UInt64 = 1, progress: (String) -> Void = { _ in }) throws -> Report {
        var zipf = ZipfAnalysis.Options()
        zipf.seed = seed
        var comparison = ComparisonSettings()
        comparison.seed = seed
        comparison.leavesOut = true
        let networks = try store.models().filter { $0.kind == SerializedNetwork.kind }.map(\.name)

        var chapters: [Report.Chapter] = []
        var leftOut: [String] = []
        func write(_ key: String, _ heading: String, _ make: () throws -> Report) throws {
            progress(heading)
            do {
                chapters.append(Report.Chapter(key, heading, try make()))
            } catch let error as any ExplainedError {
                // A database that fails, or changes meanwhile, is no matter of one chapter.
                guard error.kind == .badData || error.kind == .usage else { throw error }
                leftOut.append("left out: \(heading): \(error.fact)")
            }
        }
        try write("corpus", "What was read") { try infoReport(limit: 20) }
        try write("words", "Words by frequency") { try frequenciesReport() }
        try write("zipf", "Zipf’s law") { try zipfReport(zipf) }
        try write("growth", "How the vocabulary grows") { try growthReport() }
        for name in networks {
            try write("training-\(name)", "How \(name) was trained") { try learningCurveReport(of: name) }
        }
        try write("models", "Models side by side") {
            try comparisonReport(of: usualComparedModels(), comparison, progress: progress)
        }
        var report = Report("\(store.path) and its models", chapters: chapters, provenance: try provenance(seed: seed))
        report.answer = [chapters.first, chapters.last].compactMap { $0?.report.answer }.joined(separator: " ")
        report.notes += leftOut
        return report
    }
}

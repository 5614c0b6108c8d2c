package import LanguageModeling
internal import Storage

extension ModelShelf {
    /// What is to be said of models that were made of the train split of some documents alone, or of another than it is now.
    package func partNotes(of names: [ModelName]) throws -> [String] {
        var notes: [String] = []
        let stale = corpus.usesStaleModels ? try corpus.staleModels() : []
        for case .saved(let saved) in names.flatMap(\.components) {
            if stale.contains(saved), !notes.contains(where: { $0.hasPrefix("\(saved): stale") }) {
                notes.append("\(saved): stale, made before train changed; asked as it was made")
            }
            guard let part = try metadata(of: saved)?.record.trainedPart else { continue }
            let note = "\(saved): made of train of \(part.told)"
            if !notes.contains(note) { notes.append(note) }
        }
        return notes
    }
}

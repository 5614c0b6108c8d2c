package import LanguageModeling
internal import Storage

extension ModelShelf {
    /// What is to be said of models that were made of the train split of some documents alone.
    package func partNotes(of names: [ModelName]) throws -> [String] {
        var notes: [String] = []
        for case .saved(let saved) in names.flatMap(\.components) {
            guard let part = try metadata(of: saved)?.record.trainedPart else { continue }
            let note = "\(saved): made of train of \(part.told)"
            if !notes.contains(note) { notes.append(note) }
        }
        return notes
    }
}

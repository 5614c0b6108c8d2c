package import LanguageModeling
package import Reporting

extension Report {
    /// A model that was read from a file, in a row.
    ///
    /// - Parameters:
    ///   - parameters: how many numbers it has.
    ///   - provenance: of the database that has it now.
    package static func importedModel(
        _ name: String, vocabulary: ModelVocabulary, parameters: Int, provenance: Provenance
    ) -> Report {
        var table = ResultTable(columns: ["model", "vocabulary_size", "parameters"])
        table.append([.text(name), .integer(vocabulary.size), .integer(parameters)])
        var report = Report("The imported model \(name)", rows: table, provenance: provenance)
        report.answer =
            "\(name) has \(NumberText.counted(parameters, "parameter")) and a vocabulary of "
            + "\(NumberText.counted(vocabulary.size, "word"))."
        return report
    }
}

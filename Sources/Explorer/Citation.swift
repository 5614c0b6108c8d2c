internal import Gramarye
internal import Reporting

/// How a result is cited: what made it, of which text, by which command.
struct Citation {
    private let report: Report

    init(_ report: Report) { self.report = report }

    private var corpus: String {
        let fingerprint = report.provenance.corpusFingerprint.map { "corpus \($0)" }
        return [report.provenance.database, fingerprint].compactMap(\.self).joined(separator: ", ")
    }

    var sentence: String {
        "Computed with Gramarye \(report.provenance.version) (\(corpus)): \(report.provenance.commandLine ?? report.title)"
    }

    var bibTeX: String {
        """
        @software{gramarye,
          title = {Gramarye},
          version = {\(escaped(report.provenance.version))},
          note = {\(escaped(corpus)); \(escaped(report.provenance.commandLine ?? report.title))}
        }
        """
    }

    /// What TeX would obey, made to be read.
    private func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\textbackslash{}"
            case "{", "}", "$", "%", "&", "#", "_": escaped += "\\\(character)"
            case "~": escaped += "\\textasciitilde{}"
            case "^": escaped += "\\textasciicircum{}"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}

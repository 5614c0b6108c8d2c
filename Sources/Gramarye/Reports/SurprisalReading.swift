internal import Foundation
internal import LanguageModeling
internal import Reporting
internal import Tokenization

/// A model's reading of texts: what each word costs it, and what it was asked.
struct ModelReading {
    let name: String
    /// Of each text the words.
    let surprisals: [[WordSurprisal]]
    /// Likewise; empty where nobody looks at the text.
    let questions: [[WordQuestion?]]
}

/// Texts as they stand, each word coloured by what it costs models.
struct SurprisalReading {
    let stimuli: [TokenizedStimulus]
    let models: [ModelReading]
    /// What stands between tokens of the corpus where a question names several.
    let separator: String

    /// More are sooner read in the table.
    private static let colouredWords = 3000

    /// The text once for each model, and once coloured by the difference of the first two.
    var blocks: [Report.Block] {
        let total = stimuli.reduce(0) { $0 + $1.words.count { !$0.isSegmentEnd } }
        let extent =
            total > Self.colouredWords
            ? [
                Report.Block.paragraph(
                    "The first \(NumberText.grouped(Self.colouredWords)) of \(NumberText.counted(total, "word")).")
            ] : []
        let readings = models.flatMap { model in
            [
                .heading("As \(model.name) reads it"),
                .words(paragraphs { word(of: model, text: $0, place: $1, $2) }, named: "text-\(model.name)"),
            ] + extent
        }
        return (readings + difference + (difference.isEmpty ? [] : extent)).map { (block: Report.Block) in
            block.only(.page)
        }
    }

    /// Where which of the first two models does better.
    private var difference: [Report.Block] {
        guard models.count > 1 else { return [] }
        let (first, second) = (models[0], models[1])
        var better = (first: 0, second: 0, neither: 0)
        let words = paragraphs { text, place, touches in
            let pair = (first.surprisals[text][place].bits, second.surprisals[text][place].bits)
            guard case (let own?, let other?) = pair, !(other - own).isNaN else {
                return Report.Word(stimuli[text].words[place].text, nil, touchesPrevious: touches)
            }
            let difference = other - own
            if difference > 0 {
                better.first += 1
            } else if difference < 0 {
                better.second += 1
            } else {
                better.neither += 1
            }
            let winner = difference == 0 ? "alike" : "\(difference > 0 ? first.name : second.name) does better"
            return Report.Word(
                stimuli[text].words[place].text, difference,
                remark: "\(winner): \(first.name) \(bits(own)), \(second.name) \(bits(other))", touchesPrevious: touches
            )
        }
        let scale = Report.WordScale(
            unit: "bits", fullest: 6, sides: (above: "\(first.name) better", below: "\(second.name) better"))
        let sentence =
            "\(first.name) does better on \(NumberText.counted(better.first, "word")), \(second.name) on "
            + NumberText.grouped(better.second)
            + (better.neither > 0 ? ", and \(NumberText.grouped(better.neither)) cost both alike." : ".")
        return [
            .heading("Where \(first.name) and \(second.name) differ"), .paragraph(sentence),
            .words(words, by: scale, named: "text-difference"),
        ]
    }

    private func bits(_ value: Double) -> String { NumberText.rounded(value, significantDigits: 3) }

    /// A paragraph for each segment of each text.
    private func paragraphs(_ word: (_ text: Int, _ place: Int, _ touches: Bool) -> Report.Word) -> [[Report.Word]] {
        var left = Self.colouredWords
        var paragraphs: [[Report.Word]] = []
        for (text, stimulus) in stimuli.enumerated() where left > 0 {
            var paragraph: [Report.Word] = []
            for (place, read) in stimulus.words.enumerated() where left > 0 {
                guard !read.isSegmentEnd else {
                    if !paragraph.isEmpty { paragraphs.append(paragraph) }
                    paragraph = []
                    continue
                }
                // In scripts without spaces words stand side by side.
                let abuts = [paragraph.last?.text.unicodeScalars.last, read.text.unicodeScalars.first].allSatisfy {
                    $0?.isWrittenWithoutSpaces ?? false
                }
                paragraph.append(word(text, place, abuts))
                left -= 1
            }
            if !paragraph.isEmpty { paragraphs.append(paragraph) }
        }
        return paragraphs
    }

    private func word(of model: ModelReading, text: Int, place: Int, _ touches: Bool) -> Report.Word {
        let read = stimuli[text].words[place]
        let surprisal = model.surprisals[text][place]
        guard let question = model.questions.isEmpty ? nil : model.questions[text][place] else {
            return Report.Word(read.text, surprisal.bits, touchesPrevious: touches)
        }
        let spelled = question.word.joined(separator: separator)
        let context = question.context.joined(separator: separator)
        // Markers stand alone between spaces, which are tokens where characters are.
        let asked = separator.isEmpty ? question.context.filter { !Marker.texts.contains($0) }.joined() : context
        return Report.Word(
            read.text, surprisal.bits, remark: remark(on: surprisal, spelled, after: context, question),
            touchesPrevious: touches,
            question: [("q", spelled), ("given", asked), ("model", model.name)].filter { !$0.1.isEmpty })
    }

    /// P(w | h), how many words were likelier, and what a word outside the vocabulary costs.
    private func remark(
        on surprisal: WordSurprisal, _ word: String, after context: String, _ question: WordQuestion
    ) -> String {
        guard let bits = surprisal.bits else { return "" }
        let known = bits - (surprisal.spellingBits ?? 0)
        let given = (question.isCut ? "… " : "") + context
        let event = surprisal.isKnown == false ? "<unk>" : word
        var remark =
            "P(\(event)\(given.isEmpty ? "" : " | \(given)")) = "
            + NumberText.rounded(exp2(-known), significantDigits: 3)
        if let rank = question.rank { remark += ", rank \(NumberText.grouped(rank))" }
        if let spelling = surprisal.spellingBits, spelling > 0 {
            remark += ", and \(self.bits(spelling)) bits for its spelling"
        }
        return remark
    }
}

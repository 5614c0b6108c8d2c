internal import Reporting

/// The words that reports define beneath their tables; the tutorial's glossary has more of them, at more length.
extension Report.Term {
    static let perplexity = Report.Term(
        "perplexity", "2 to the power of bits/token; the model is as uncertain as among so many equally likely tokens")
    static let bitsPerCharacter = Report.Term(
        "bits/char", "all bits of the text, those for spelling its unknown words included, divided by its characters")
    static let context = Report.Term(
        "context",
        "how far a model sees: 3-gram is two words back; a network's state is carried on through the text, or reset at each "
            + "segment")
    static let gain = Report.Term(
        "gain %", "by how much the perplexity of a mixture is below that of the best model in it, on the same events")
    static let segment = Report.Term(
        "segment", "what is predicted as a unit, between <s> and </s>: a line, a sentence, a paragraph or a document")
    static let automatic = Report.Term(
        "auto", "segments are paragraphs in a document whose lines are wrapped, else lines, judging by its layout")
    static let split = Report.Term(
        "split", "models learn from train; settings are chosen on valid; models are judged on test")
}

public import Basics

/// A model file that cannot be opened.
public struct ModelFileError: ExplainedError {
    public let path: String
    public let reason: Reason

    public enum Reason: Sendable, Hashable {
        /// What the system says, by its code.
        case system(Int32)
        case notModelFile
        case newer(version: Int)
        /// The file is shorter than it says, or contradicts itself.
        case damaged
    }

    init(_ path: String, _ reason: Reason) {
        self.path = path
        self.reason = reason
    }

    public var explanation: Explanation {
        switch reason {
        case .system(let code):
            Explanation("\(path) cannot be opened: \(systemMessage(code))", kind: .noInput)
        case .notModelFile:
            Explanation(
                "\(path) is no model file", cause: "It is another kind of file, or empty.",
                remedy: "Export a model to a file of that kind.", kind: .badData)
        case .newer(let version):
            Explanation(
                "\(path) is of version \(version) of model files, and this program knows version \(ModelFile.version)",
                cause: "It was written by a newer version.", remedy: "Use that version, or write the file again.",
                kind: .badData)
        case .damaged:
            Explanation(
                "\(path) is incomplete or damaged", cause: "It was cut short, or changed by another program.",
                remedy: "Write or fetch it again.", kind: .badData)
        }
    }
}

internal import Basics
internal import Foundation
internal import Storage

/// What made a saved model. It stands in the settings of the model, whatever its kind, under the key `made_by`.
enum ModelMaker {
    private struct Maker: Decodable {
        var maker: String?
        private enum CodingKeys: String, CodingKey { case maker = "made_by" }
    }

    /// Settings that say so, too.
    static func added(to settings: String) -> String {
        let fields = settings.drop { $0 != "{" }.dropFirst()
        let comma = fields.first { !$0.isWhitespace } == "}" ? "" : ","
        return "{\"made_by\":\(sortedJSON("Gramarye \(gramaryeVersion)"))\(comma)\(fields)"
    }

    /// What made a model; `nil` of models that were saved before this was kept.
    static func told(of model: ModelSummary) -> String? {
        (try? JSONDecoder().decode(Maker.self, from: Data(model.settings.utf8)))?.maker
    }
}

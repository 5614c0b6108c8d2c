package import Basics
package import LanguageModeling
internal import Storage

/// Saved models that were opened, for who asks for them again.
package typealias OpenedModels = BoundedCache<OpenedModelKey, any LanguageModel>

/// A saved model. One that was saved anew, or is of another file that has taken the place of the database, is another one: all
/// that the database says of it is part of its key.
package struct OpenedModelKey: Hashable, Sendable {
    let database: String
    let version: ModelPartsReader.Version
}

extension OpenedModels {
    /// The model of a key, opened where it is not here already.
    func model(_ key: OpenedModelKey, open: () throws -> any LanguageModel) rethrows -> any LanguageModel {
        if let known = value(for: key) { return known }
        let model = try open()
        // A word has its text, its hash and its places in tables.
        keep(model, for: key, size: model.byteCount + model.vocabulary.size * 64)
        return model
    }
}

internal import LanguageModeling
internal import Storage
internal import Synchronization

/// Saved models that were opened, kept for who asks for them again: as many as a bound of bytes holds, the least recently
/// asked for going first.
///
/// A model that was saved anew, or is of another file that has taken the place of the database, is another one: all that
/// the database says of it is part of its key.
package final class OpenedModels: Sendable {
    struct Key: Hashable {
        let database: String
        let version: ModelPartsReader.Version
    }

    private struct Entry {
        let model: any LanguageModel
        let size: Int
        var lastUse: Int
    }

    private struct Entries {
        var byKey: [Key: Entry] = [:]
        var size = 0
        var clock = 0
    }

    private let entries = Mutex(Entries())
    /// In bytes.
    private let bound: Int

    package init(bound: Int = 512 << 20) { self.bound = bound }

    /// The model of a key, opened where it is not here already.
    func model(_ key: Key, open: () throws -> any LanguageModel) rethrows -> any LanguageModel {
        let known = entries.withLock { entries in
            entries.clock += 1
            entries.byKey[key]?.lastUse = entries.clock
            return entries.byKey[key]?.model
        }
        if let known { return known }
        let model = try open()
        keep(model, for: key)
        return model
    }

    private func keep(_ model: any LanguageModel, for key: Key) {
        // A word has its text, its hash and its places in tables.
        let size = model.byteCount + model.vocabulary.size * 64
        guard size <= bound else { return }
        entries.withLock { entries in
            if let old = entries.byKey[key] { entries.size -= old.size }
            entries.byKey[key] = Entry(model: model, size: size, lastUse: entries.clock)
            entries.size += size
            while entries.size > bound, let oldest = entries.byKey.min(by: { $0.value.lastUse < $1.value.lastUse }) {
                entries.byKey[oldest.key] = nil
                entries.size -= oldest.value.size
            }
        }
    }
}

internal import GRDB

extension [UnchangedDocument] {
    /// Sets what an ingest knows of documents that it leaves as they are: what their names say, and what tables do as
    /// `CorpusStore.setMetadata` does. One that replaces also renews what the texts say of themselves.
    ///
    /// - Returns: the names of those of which something else is known now.
    func setMetadata(_ options: IngestOptions, in db: Database) throws -> [String] {
        guard !isEmpty, options.replaces || options.nameMetadata != nil || options.tableMetadata != nil else {
            return []
        }
        var writer = try MetadataWriter(db)
        var changed: [String] = []
        for document in self {
            let (name, id) = (document.end.name, Int64(document.id))
            let before = try db.metadata(ofDocument: id)
            let told = options.nameMetadata?(name) ?? []
            if options.replaces {
                try writer.write(
                    KnownMetadata(own: document.end.metadata + told), ofDocument: id, isReplacement: true)
            } else {
                try writer.addOwn(told, ofDocument: id)
            }
            if let values = options.tableMetadata?(name), !values.isEmpty { try writer.join(values, ofDocument: id) }
            if try db.metadata(ofDocument: id) != before { changed.append(name) }
        }
        try DocumentsView.create(in: db)
        return changed
    }
}

extension Database {
    fileprivate func metadata(ofDocument id: Int64) throws -> [String: MetadataValue] {
        var values: [String: MetadataValue] = [:]
        try forEachRow("SELECT key, value FROM metadata WHERE document = ?", [id]) { row in
            values[try row.text(0)] = try row.metadataValue(1)
        }
        return values
    }
}

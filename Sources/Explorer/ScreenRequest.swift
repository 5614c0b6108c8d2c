internal import Gramarye

/// Which screen of which database a path names, as a page or as data.
struct ScreenPlace: Sendable {
    enum Kind: String, Sendable { case page, json, csv, svg }

    let database: Explorer.Database
    let screen: Screen
    let kind: Kind
    /// The path, in the one way in which it is written.
    let path: String

    /// - Returns: `nil` for the list of databases.
    /// - Throws: `ExplorerError.notFound`.
    init?(_ request: ExplorerRequest, databases: [Explorer.Database]) throws(ExplorerError) {
        var parts = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        guard request.path.hasPrefix("/"), parts.count <= 2 else {
            throw .notFound("There is no page \(request.path.prefix(80)).")
        }
        if databases.count == 1 {
            database = databases[0]
        } else {
            if parts == [""] { return nil }
            guard let known = databases.first(where: { $0.name.pathEncoded == parts[0] }) else {
                throw .notFound(
                    "There is no corpus \(parts[0].prefix(80)).",
                    remedy: "There are \(databases.map(\.name).joined(separator: ", ")).")
            }
            database = known
            parts.removeFirst()
        }
        guard parts.count <= 1 else { throw .notFound("There is no page \(request.path.prefix(80)).") }
        let name = parts.first.flatMap { $0.isEmpty ? nil : $0 } ?? Screens.start.command
        let pieces = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let screen = Screens.named(String(pieces[0])),
            let kind = pieces.count == 1 ? Kind.page : Kind(rawValue: String(pieces[1])),
            kind != .page || pieces.count == 1
        else {
            throw .notFound(
                "There is no page \(name.prefix(80)).",
                remedy:
                    "There are \(Screens.all.map(\.command).joined(separator: ", ")), each with .json, .csv and .svg.")
        }
        (self.screen, self.kind) = (screen, kind)
        path =
            "\(ScreenPage.base(of: database.name, among: databases.map(\.name)))/\(screen.command)"
            + (kind == .page ? "" : ".\(kind.rawValue)")
    }
}

/// A request for a screen in a state.
struct ScreenRequest: Sendable {
    let place: ScreenPlace
    let state: ScreenState
    /// The path and the query, in the one way in which they are written.
    let address: String
    /// Where the browser is sent to; `nil` where it asked for the address itself.
    let canonicalAddress: String?

    var database: Explorer.Database { place.database }
    var screen: Screen { place.screen }
    var kind: ScreenPlace.Kind { place.kind }

    /// Whether it is known before that it takes longer than a person waits without a sign.
    func isLong(_ facts: CorpusFacts) -> Bool {
        screen.isLong(state, facts) || ["where", "against"].contains { state[$0]?.canTakeLong ?? false }
    }

    /// - Throws: `ExplorerError.badRequest`, `.badValue`.
    init(_ request: ExplorerRequest, at place: ScreenPlace) throws(ExplorerError) {
        self.place = place
        state = try ScreenState(request.items, of: place.screen)
        let query = state.query(of: place.screen)
        address = place.path + (query.isEmpty ? "" : "?\(query)")
        // A form sends empty fields, too; an address without them is one that can be cited.
        let isEmpty = try request.items.contains { $0.value.isEmpty }
        canonicalAddress = isEmpty ? address : nil
    }
}

extension String {
    /// Whether an expression may keep SQLite at work for a while that no limit ends, as it does inside one function. Columns, texts,
    /// numbers and comparisons cannot; what calls a function, selects, has a comment or many wildcards may.
    package var canTakeLong: Bool {
        if contains("/*") || contains("--") || count(where: { "%*".contains($0) }) > 4 { return true }
        // What stands in quotes is a name or a text, and the name of a function, too.
        let plain = replacing(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]/, with: " quoted ").lowercased()
        return plain.matches(of: /(\w+)\s*(\(?)/).contains { match in
            match.output.1 == "select"
                || !match.output.2.isEmpty && !["and", "or", "not", "in"].contains(String(match.output.1))
        }
    }
}

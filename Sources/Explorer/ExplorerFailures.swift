internal import Gramarye
internal import Reporting

/// What stands in the place of a result: why there is none, or how far it is.
extension Explorer {
    /// An error that no screen tells: a page, or a line for who asks for data.
    func answer(to request: ExplorerRequest, _ error: ExplorerError) -> ExplorerResponse {
        guard [".json", ".csv", ".svg"].contains(where: request.path.hasSuffix) else { return page(error) }
        let lines = [error.fact, error.remedy].compactMap(\.self)
        return ExplorerResponse(status: error.status, type: ContentType.text, lines.joined(separator: "\n") + "\n")
    }

    /// The page of a screen that was asked for what it does not take, filled in with what it does.
    func form(
        of place: ScreenPlace, _ items: [(name: String, value: String)], _ error: ExplorerError
    ) -> ExplorerResponse {
        var page = ScreenPage(
            databases: databases.map(\.name), database: place.database.name, screen: place.screen,
            state: ScreenState(fitting: items, place.screen))
        // A database that cannot be read is told of where it is asked for.
        if let facts = try? watchers[place.database.path]?.look().facts { page.facts = facts }
        return ExplorerResponse(
            status: error.status, type: ContentType.page,
            page.html(error.factInFields, [error.remedy].compactMap(\.self)))
    }

    func failure(_ error: any Error, on page: ScreenPage, _ request: ScreenRequest) -> ExplorerResponse {
        let told: (fact: String, remedy: String?, status: Int) =
            if let error = error as? ExplorerError {
                (error.fact, error.remedy, error.status)
            } else if let error = error as? WorkFailure {
                (error.fact, nil, 503)
            } else {
                wording(error)
            }
        let status = told.status
        // Who asks by a program knows the options.
        let isRead = request.kind == .page
        let fact = isRead ? request.screen.inFields(told.fact) : told.fact
        let remedy = isRead ? told.remedy.map(request.screen.inFields) : told.remedy
        guard isRead else {
            return ExplorerResponse(
                status: status, type: ContentType.text,
                [fact, remedy].compactMap(\.self).joined(separator: "\n") + "\n")
        }
        return ExplorerResponse(
            status: status, type: ContentType.page, page.html(fact, [remedy].compactMap(\.self)))
    }

    private func page(_ error: ExplorerError) -> ExplorerResponse {
        let page = ScreenPage(
            databases: databases.map(\.name), database: databases.count == 1 ? databases[0].name : nil, screen: nil,
            state: ScreenState())
        return ExplorerResponse(
            status: error.status, type: ContentType.page, page.html(error.fact, [error.remedy].compactMap(\.self)))
    }

    func waiting(_ progress: String, _ page: ScreenPage, _ request: ScreenRequest) -> ExplorerResponse {
        var response = ExplorerResponse(
            status: 202, type: ContentType.page,
            page.html(
                "Computing", [progress, "This page asks again every second. Leave it, and the work is ended."],
                refreshes: true))
        response.isUnfinishedData = request.kind != .page
        return response
    }
}

/// Why long work came to nothing.
struct WorkFailure: Error { let fact: String }

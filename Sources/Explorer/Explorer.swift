internal import Basics
internal import Foundation
internal import Gramarye
package import Reporting
internal import Synchronization

/// The explorer of corpora and their models: answers what browsers ask for, by a fixed table of pages.
///
/// It holds no state of its readers: an address is all there is to a page. It only reads.
package final class Explorer: Sendable {
    /// A database that is shown.
    package struct Database: Sendable {
        /// What stands in the path where there are several: the file's name without its ending.
        package let name: String
        package let path: String

        package init(name: String, path: String) {
            self.name = name
            self.path = path
        }
    }

    /// Makes the report of a command.
    package typealias Answer =
        @Sendable (
            _ command: String, _ database: String, _ arguments: [String]
        ) throws -> Report

    /// Words an error of a command as people read it: the fact, what to do, and the status of HTTP.
    package typealias Wording = @Sendable (_ error: any Error) -> (fact: String, remedy: String?, status: Int)

    let databases: [Database]
    private let token: String?
    /// Nobody is let in before it is known by what names the server is asked for.
    private let hosts = Mutex<Set<String>>([])
    private let answer: Answer
    let wording: Wording
    private let pool = CorpusPool()
    private let cache: BoundedCache<ResultKey, ExplorerResponse>
    /// `nil` in a process that does the work itself.
    private let work: LongWork?
    let watchers: [String: DatabaseWatcher]
    private let heavyWork = WorkRoom(most: availableThreads)

    /// - Parameters:
    ///   - token: what a browser must know; `nil` on the loopback.
    ///   - cacheSize: of results, in bytes.
    ///   - program: that does long work, with its arguments before the address; `nil` to do it at once.
    package init(
        _ databases: [Database], token: String? = nil, cacheSize: Int = 32 << 20,
        program: (path: String, arguments: [String])? = nil, answer: @escaping Answer, wording: @escaping Wording
    ) {
        self.databases = databases
        self.token = token
        watchers = Dictionary(uniqueKeysWithValues: databases.map { ($0.path, DatabaseWatcher($0.path)) })
        self.answer = answer
        self.wording = wording
        cache = BoundedCache(bound: cacheSize)
        work = program.map { program in
            LongWork(most: availableThreads) { (program.path, program.arguments + [$0]) }
        }
    }

    /// Lets requests in that ask for one of these hosts, with the port.
    package func allow(hosts names: [String]) { hosts.withLock { $0 = Set(names.map { $0.lowercased() }) } }

    private var rules: AccessRules { AccessRules(hosts: hosts.withLock { $0 }, token: token) }

    /// Ends what is being computed.
    package func stop() { work?.stop() }

    /// Ends the work that no page waits for any more.
    package func endAbandonedWork() { work?.endAbandoned() }

    /// Whether the answer needs no work.
    func isAtHand(_ request: ExplorerRequest) -> Bool {
        ["/gram.css", "/gram.js", "/favicon.ico"].contains(request.path)
    }

    /// Answers a request; never fails.
    package func respond(to request: ExplorerRequest) -> ExplorerResponse {
        var response: ExplorerResponse
        do throws(ExplorerError) {
            try rules.check(request)
            response = try respond(toAllowed: request)
        } catch {
            response = answer(to: request, error)
            if case .methodNotAllowed = error { response.headers.append(("Allow", "GET, HEAD")) }
        }
        response.headers += AccessRules.headers
        return response
    }

    /// What who asks is told where no thread can be had.
    var busy: ExplorerResponse {
        ExplorerResponse(status: 503, type: ContentType.text, "The machine has no thread left. Ask again.\n")
    }

    /// What a process that does long work for another answers.
    package func respond(toAddress address: String) -> ExplorerResponse {
        let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let request = ExplorerRequest(
            method: "GET", path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "")
        do throws(ExplorerError) {
            return try respond(toScreen: request)
        } catch { return answer(to: request, error) }
    }

    private func respond(toAllowed request: ExplorerRequest) throws(ExplorerError) -> ExplorerResponse {
        switch request.path {
        case "/gram.css": return ExplorerResponse(type: ContentType.style, PageFrame.styleText + ExplorerStyle.text)
        case "/gram.js": return ExplorerResponse(type: ContentType.script, PageFrame.scriptText + ExplorerScript.text)
        case "/favicon.ico": throw .notFound("There is no picture.")
        default: break
        }
        // The address that was printed serves again and again: the token is taken off it each time.
        if rules.token != nil {
            let items = try request.items
            guard let token = items.first(where: { $0.name == "token" })?.value, rules.isToken(token) else {
                guard rules.knowsToken(request) else {
                    throw .refused(
                        "This explorer is for those who know its token.",
                        remedy:
                            "Open the address that gram serve printed, with all that stands behind the question mark.")
                }
                return try respond(toScreen: request)
            }
            // A path that begins with two slashes names another host.
            guard !request.path.hasPrefix("//") else { throw .notFound("There is no such page.") }
            let rest = items.filter { $0.name != "token" }.map { "\($0.name.queryEncoded)=\($0.value.queryEncoded)" }
            var response = ExplorerResponse.redirect(
                to: request.path + (rest.isEmpty ? "" : "?" + rest.joined(separator: "&")))
            response.headers.append(
                ("Set-Cookie", "\(AccessRules.cookie)=\(token); HttpOnly; SameSite=Strict; Path=/"))
            return response
        }
        return try respond(toScreen: request)
    }

    private func respond(toScreen request: ExplorerRequest) throws(ExplorerError) -> ExplorerResponse {
        guard let place = try ScreenPlace(request, databases: databases) else { return listOfDatabases() }
        do throws(ExplorerError) { return respond(to: try ScreenRequest(request, at: place)) } catch {
            guard place.kind == .page else { throw error }
            return form(of: place, (try? request.items) ?? [], error)
        }
    }

    private func respond(to request: ScreenRequest) -> ExplorerResponse {
        if let location = request.canonicalAddress { return .redirect(to: location) }
        var page = ScreenPage(
            databases: databases.map(\.name), database: request.database.name, screen: request.screen,
            state: request.state)
        let key: ResultKey
        do {
            guard let seen = try watchers[request.database.path]?.look() else { return listOfDatabases() }
            page.facts = seen.facts
            key = ResultKey(database: request.database.path, state: seen.state, address: request.address)
        } catch { return failure(error, on: page, request) }
        if request.screen.needsQuery, !request.screen.isAsked(request.state) {
            guard request.kind == .page else {
                return failure(
                    ExplorerError.badRequest("There is nothing to show yet: \(request.screen.purpose)"), on: page,
                    request)
            }
            return ExplorerResponse(type: ContentType.page, page.htmlBeforeAsking)
        }
        if let known = cache.value(for: key) { return known }
        if let work, work.isDoing(key) || request.isLong(page.facts) {
            return respond(to: request, by: work, page, key)
        }
        let budget = work.map { _ in WorkBudget(Self.patience, room: heavyWork) }
        defer { budget?.end() }
        do {
            let (response, isWhole) = try WorkBudget.$current.withValue(budget) {
                try pool.with(request.database.path) { _ in try makeResponse(to: request, page) }
            }
            // What could not be had now may be there the next time.
            if isWhole { cache.keep(response, for: key, size: response.size) }
            return response
        } catch let error as WorkBudgetSpent {
            return work.map { respond(to: request, by: $0, page, key) } ?? failure(error, on: page, request)
        } catch {
            return failure(error, on: page, request)
        }
    }

    /// What takes longer becomes work of its own, which keeps nobody waiting and shows how far it is.
    private static let patience = Duration.seconds(1)

    /// Says how far the work is: a page asks again, and the server for who wants data.
    private func respond(
        to request: ScreenRequest, by work: LongWork, _ page: ScreenPage, _ key: ResultKey
    ) -> ExplorerResponse {
        switch work.standing(of: key, at: request.address) {
        case .done(let response, let state):
            if response.status == 200 {
                cache.keep(
                    response, for: ResultKey(database: key.database, state: state, address: key.address),
                    size: response.size)
            }
            return response
        case .failed(let reason): return failure(WorkFailure(fact: reason), on: page, request)
        case .working(let progress): return waiting(progress.isEmpty ? "It has begun." : progress, page, request)
        case .waiting(let before):
            return waiting(
                before == 0 ? "It begins as soon as a processor is free." : "\(before) others come first.", page,
                request)
        }
    }

    /// - Returns: whether all of it is there, too: a part that failed for a reason that may pass is told in its place.
    private func makeResponse(
        to request: ScreenRequest, _ page: ScreenPage
    ) throws -> (response: ExplorerResponse, isWhole: Bool) {
        let state = request.screen.takesNames ? request.state.choosing(page.facts.documents) : request.state
        let report = try answer(
            request.screen.command, request.database.path, state.arguments(of: request.screen))
        guard request.kind == .page else { return (try response(of: report, request, page), true) }
        let (panels, isWhole) = try panels(of: request)
        return (ExplorerResponse(type: ContentType.page, page.html(report, panels)), isWhole)
    }

    /// What else belongs on the page. A panel that has nothing to show is no reason to show nothing.
    private func panels(of request: ScreenRequest) throws -> (panels: [ScreenPage.Panel], isWhole: Bool) {
        var (panels, isWhole) = ([ScreenPage.Panel](), true)
        for var panel in request.screen.panels {
            guard let state = panel.state(request.state), let screen = Screens.named(panel.command) else { continue }
            var report: Report
            do {
                report = try answer(panel.command, request.database.path, state.arguments(of: screen))
            } catch let error as WorkBudgetSpent {
                throw error
            } catch {
                let told = wording(error)
                guard told.status >= 500 else { continue }
                (isWhole, panel.replaces) = (false, nil)
                report = Report(
                    panel.title, rows: ResultTable(columns: []), blocks: [],
                    provenance: Provenance(version: gramaryeVersion))
                report.answer = [told.fact, told.remedy].compactMap(\.self).joined(separator: " ")
            }
            panels.append(ScreenPage.Panel(panel: panel, screen: screen, state: state, report: report))
        }
        return (panels, isWhole)
    }

    private func response(
        of report: Report, _ request: ScreenRequest, _ page: ScreenPage
    ) throws -> ExplorerResponse {
        switch request.kind {
        case .page: return ExplorerResponse(type: ContentType.page, page.html(report, []))
        case .json:
            return ExplorerResponse(type: ContentType.json, report.data(as: .json).joined(separator: "\n") + "\n")
        case .csv: return ExplorerResponse(type: ContentType.csv, report.data(as: .csv).joined(separator: "\n") + "\n")
        case .svg:
            guard let chart = report.charts.first?.name, let svg = report.svg(ofChart: chart) else {
                throw ExplorerError.notFound("This result has no chart.")
            }
            return ExplorerResponse(type: ContentType.svg, svg)
        }
    }

    private func listOfDatabases() -> ExplorerResponse {
        var table = ResultTable(columns: ["corpus", "file"])
        for database in databases { table.append([.text(database.name), .text(database.path)]) }
        let report = Report(
            "\(databases.count) corpora", rows: table, provenance: Provenance(version: gramaryeVersion))
        let page = ScreenPage(databases: databases.map(\.name), database: nil, screen: nil, state: ScreenState())
        return ExplorerResponse(type: ContentType.page, page.htmlOfList(report))
    }
}

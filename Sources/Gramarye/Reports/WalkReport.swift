internal import Basics
internal import Foundation
internal import LanguageModeling
public import Reporting
internal import Storage

extension Corpus {
    /// The way from a text to the gradient of a network, in the stations of chapter 9 of *Dive into Deep Learning*, with the
    /// numbers of this corpus.
    ///
    /// ```swift
    /// var settings = WalkSettings()
    /// settings.stations = [.counts, .laplace]
    /// print(try corpus.walkReport(settings))
    /// ```
    ///
    /// A row for each station; in JSON each has by its key an object with its answer, its rows and whatever else it counts.
    /// A station that the corpus has too little for says so in place of an answer.
    /// - Parameters:
    ///   - settings: the stations, a text of one's own, the model that judges, the seed.
    ///   - progress: called with which station is being written.
    /// - Throws: `CorpusError.noTokens` for a text of one's own without a token; what `perplexityReport` throws of a model
    ///   that was named.
    public func walkReport(
        _ settings: WalkSettings = WalkSettings(), progress: (String) -> Void = { _ in }
    ) throws -> Report {
        let ground = try WalkGround(self, settings)
        if let text = settings.text { _ = try evaluationText(Array(text.utf8).span, named: "the text", threads: 1) }
        let provenance = try provenance(seed: settings.seed, isLast: false)
        var rows = ResultTable(columns: ["station", "key", "title", "answer", "is_shown", "command"])
        var objects: [Value.Field] = []
        var chapters: [Report.Chapter] = []
        for station in settings.stations {
            progress(station.title)
            let scene = try ground.sceneOrLack(station)
            let command = scene.isShown ? settings.more(scene.value.pointer) : nil
            rows.append([
                .integer(station.rawValue), .text(station.key), .text(station.title), .text(scene.value.answer),
                .bool(scene.isShown), .of(command),
            ])
            objects.append(
                .init(
                    station.key,
                    .object(
                        [.init("answer", .text(scene.value.answer)), .init("rows", .list(scene.value.rows.objects))]
                            + scene.value.further)))
            var part = Report(
                station.title, rows: scene.value.rows,
                blocks: scene.value.blocks + (command.map { [.command($0, label: "More")] } ?? []),
                provenance: provenance)
            part.answer = scene.value.answer
            part.notes = scene.value.notes
            chapters.append(Report.Chapter(station.key, "\(station.rawValue). \(station.title)", part))
        }
        var report = Report("A walk through \(store.path)", chapters: chapters, provenance: provenance)
        let stations = NumberText.counted(settings.stations.count, "station")
        let name = store.path.split(separator: "/").last.map(String.init) ?? store.path
        report.answer = "From a text to the gradient of a recurrent network: \(stations) with the numbers of \(name)."
        report.rows = rows
        report.further = objects
        report.isProjected = true
        return report
    }
}

extension WalkGround {
    /// What a station shows, or why it cannot.
    fileprivate func sceneOrLack(_ station: WalkStation) throws -> (value: WalkScene, isShown: Bool) {
        do { return (try scene(station), true) } catch {
            guard let reason = lackOfText(error) else { throw error }
            let scene = WalkScene(
                answer: "This cannot be shown here: \(reason).", rows: ResultTable(columns: []),
                further: [.init("reason", .text(reason))], blocks: [], pointer: WalkPointer(station: station))
            return (scene, false)
        }
    }
}

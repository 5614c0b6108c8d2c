internal import ArgumentParser
internal import Foundation

/// Refuses an option that takes one value and is given twice, and a flag beside its opposite: ArgumentParser would keep the last
/// and say nothing. Options that take several values are lists to it, and add up.
///
/// What a command takes is read from ArgumentParser's own description of it, only where something stands there twice.
/// - Parameter arguments: without the name of the tool; the first is the command.
/// - Throws: `CommandError` that names the option and its values.
func refuseRepeatedOptions(in arguments: [String] = Array(CommandLine.arguments.dropFirst())) throws {
    let given = arguments.prefix { $0 != "--" }.dropFirst()
    let names = given.compactMap(optionName)
    guard let name = arguments.first, Set(names).count < names.count || names.contains(where: { $0.hasPrefix("no-") }),
        let command = Gram.commands.first(where: { $0.configuration.commandName == name }),
        let described = try? JSONDecoder().decode(DescribedCommand.self, from: Data(command._dumpHelp().utf8))
    else { return }
    let options = described.command.arguments ?? []
    for option in options where option.kind == "option" && !option.isRepeating {
        let values = values(of: option, in: Array(given))
        guard values.count > 1 else { continue }
        let shown = values.map { $0.map { "'\($0)'" } ?? "without a value" }
        throw CommandError(
            "--\(option.longName) is given \(values.count == 2 ? "twice" : "\(values.count) times"): "
                + shown.joined(separator: " and "),
            cause: "It takes one value, and only one of them could hold.", remedy: "Give it once.")
    }
    for flag in options where flag.kind == "flag" && flag.longName.hasPrefix("no-") {
        let opposite = String(flag.longName.dropFirst(3))
        guard names.contains(flag.longName), names.contains(opposite) else { continue }
        throw CommandError("--\(opposite) and --\(flag.longName) exclude one another", remedy: "Give one of them.")
    }
}

/// `seed` of `--seed` and of `--seed=3`.
private func optionName(_ argument: String) -> String? {
    guard argument.hasPrefix("--"), argument.count > 2 else { return nil }
    return String(argument.dropFirst(2).prefix { $0 != "=" })
}

/// The values that an option is given, `nil` for one without any.
private func values(of option: DescribedCommand.Argument, in arguments: [String]) -> [String?] {
    arguments.indices.compactMap { index in
        guard optionName(arguments[index]) == option.longName else { return nil }
        if let equals = arguments[index].firstIndex(of: "=") {
            return .some(String(arguments[index][equals...].dropFirst()))
        }
        let next = arguments.dropFirst(index + 1).first
        return .some(next.flatMap { optionName($0) == nil ? $0 : nil })
    }
}

/// What `--experimental-dump-help` prints of a command, as far as it is needed here.
private struct DescribedCommand: Decodable {
    let command: Command

    struct Command: Decodable { let arguments: [Argument]? }

    struct Argument: Decodable {
        let kind: String
        let isRepeating: Bool
        let names: [Name]?

        var longName: String { names?.first { $0.kind == "long" }?.name ?? "" }
    }

    struct Name: Decodable {
        let kind: String
        let name: String
    }
}

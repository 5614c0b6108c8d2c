internal import Foundation
internal import Gramarye

/// Shows a page in the browser that the system has for pages.
///
/// - Parameter file: where the page was written; a temporary file where there is none.
func openInBrowser(_ page: String, file: String?) throws {
    let path: String
    if let file, file != "-" {
        path = URL(filePath: file).path
    } else {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("gram-\(UUID().uuidString).html").path
        try writeFile(page, to: path)
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    #if os(macOS)
        process.arguments = ["open", path]
    #else
        process.arguments = ["xdg-open", path]
    #endif
    process.standardError = FileHandle.nullDevice
    do {
        try process.run()
        process.waitUntilExit()
    } catch {
        throw CommandError("No browser could be started.", remedy: "Open \(path) in one.", kind: .noInput)
    }
    guard process.terminationStatus == 0 else {
        throw CommandError(
            "No browser was found.", cause: "xdg-open, from the package xdg-utils, is missing or knows none.",
            remedy: "Open \(path) in one.", kind: .noInput)
    }
}

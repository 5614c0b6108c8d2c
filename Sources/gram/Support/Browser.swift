internal import Dispatch
internal import Foundation
internal import Gramarye

/// Shows a page in the browser that the system has for pages; where there is none, says where the page is.
///
/// - Parameter file: where the page was written; a temporary file where there is none.
func openInBrowser(_ page: String, file: String?) throws {
    let path: String
    if let file, file != "-" {
        path = URL(filePath: file).path
    } else {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("gram-\(UUID().uuidString).html").path
        try Console.write(page, toFile: path)
        Console.printRemarks()
    }
    if try !isOpened(path) { Console.error("No browser was found: open \(path) in one.") }
}

/// Shows an address in the browser; where there is none, the address is printed already.
func openInBrowser(address: String) throws {
    if try !isOpened(address) { Console.error("No browser was found.") }
}

/// Whether the system's browser took a file or an address.
private func isOpened(_ target: String) throws -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    #if os(macOS)
        process.arguments = ["open", target]
    #else
        process.arguments = ["xdg-open", target]
    #endif
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    // What finds no browser ends soon; a browser may stay as long as the page is read.
    let isStarted = (try? process.run()) != nil
    return isStarted && (ended.wait(timeout: .now() + 3) == .timedOut || process.terminationStatus == 0)
}

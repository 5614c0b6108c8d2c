internal import Basics
internal import Dispatch
internal import Testing

@Suite struct OwnThreadTests {
    @Test func workIsDoneBeside() throws {
        let (began, may) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let done = DispatchSemaphore(value: 0)
        let isBeside = startThread {
            began.signal()
            may.wait()
            done.signal()
        }
        try #require(isBeside)
        #expect(began.wait(timeout: .now() + 60) == .success)
        may.signal()
        #expect(done.wait(timeout: .now() + 60) == .success)
    }
}

internal import Basics
internal import Dispatch
internal import Testing

@Suite struct OwnThreadTests {
    @Test func workIsDoneBeside() {
        let (began, may) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let done = DispatchSemaphore(value: 0)
        let isBeside = startThread {
            began.signal()
            may.wait()
            done.signal()
        }
        #expect(isBeside)
        began.wait()
        may.signal()
        done.wait()
    }
}

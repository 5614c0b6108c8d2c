internal import Basics
internal import Testing

@Suite struct BoundedCacheTests {
    @Test func theLeastRecentlyAskedForGoesFirst() {
        let cache = BoundedCache<String, Int>(bound: 10)
        cache.keep(1, for: "a", size: 4)
        cache.keep(2, for: "b", size: 4)
        #expect(cache.value(for: "a") == 1)
        cache.keep(3, for: "c", size: 4)
        #expect(cache.value(for: "b") == nil && cache.value(for: "a") == 1 && cache.value(for: "c") == 3)
    }

    @Test func whatIsKeptAnewTakesTheOldOnesPlace() {
        let cache = BoundedCache<String, Int>(bound: 10)
        for value in 1...5 { cache.keep(value, for: "a", size: 9) }
        cache.keep(6, for: "b", size: 1)
        #expect(cache.value(for: "a") == 5 && cache.value(for: "b") == 6)
    }

    @Test func whatIsLargerThanTheBoundIsNotKeptAndKeepsTheOthers() {
        let cache = BoundedCache<String, Int>(bound: 10)
        cache.keep(1, for: "a", size: 10)
        cache.keep(2, for: "b", size: 11)
        #expect(cache.value(for: "a") == 1 && cache.value(for: "b") == nil)
    }
}

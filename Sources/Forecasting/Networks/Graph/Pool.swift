import Synchronization

/// Things that are made when none is to spare, and used again.
final class Pool<Element: Sendable>: Sendable {
    private let spare = Mutex<[Element]>([])
    private let make: @Sendable () -> Element

    init(_ make: @escaping @Sendable () -> Element) { self.make = make }

    func withElement(_ body: (Element) -> Void) {
        let element = spare.withLock { $0.popLast() } ?? make()
        body(element)
        spare.withLock { $0.append(element) }
    }
}

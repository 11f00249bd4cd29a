internal import Dispatch

/// What `transform` makes of each element, in their order, on all cores.
func concurrentMap<Element: Sendable, Value>(
    _ elements: [Element], _ transform: @Sendable (Element) -> Value
) -> [Value] {
    [Value](unsafeUninitializedCapacity: elements.count) { values, count in
        // Each place is written once, by one thread.
        nonisolated(unsafe) let values = values
        DispatchQueue.concurrentPerform(iterations: elements.count) { index in
            values.initializeElement(at: index, to: transform(elements[index]))
        }
        count = elements.count
    }
}

/// `count` of a noun in words: `1 epoch`, `2 epochs`.
public func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

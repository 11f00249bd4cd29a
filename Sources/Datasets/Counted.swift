/// `count` of a noun in words: `1 drawing`, `2 drawings`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

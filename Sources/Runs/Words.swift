/// A short text in each language that the studio's pages speak.
public struct Words: Codable, Sendable, Equatable {
    public let en: String
    public let zh: String

    public init(_ en: String, zh: String) {
        self.en = en
        self.zh = zh
    }
}

/// A short text in each language that the studio's pages speak.
public struct Words: Codable, Sendable, Equatable {
    /// In English.
    public let en: String
    /// In Chinese.
    public let zh: String

    /// The same in both languages.
    public init(_ en: String, zh: String) {
        self.en = en
        self.zh = zh
    }
}

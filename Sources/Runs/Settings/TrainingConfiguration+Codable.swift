extension TrainingConfiguration: Codable {
    /// Encodes every setting under its key, and the version of the format.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: NameKey.self)
        try container.encode(FormatVersion.configuration, forKey: .format)
        for setting in Setting.all { try setting.encode(self, to: &container) }
    }

    /// Settings that are not there have their defaults, or the values of the configuration in the decoder's `userInfo`.
    ///
    /// Throws a `DecodingError` whose path is the setting that cannot be read.
    public init(from decoder: any Decoder) throws {
        self = decoder.userInfo[.settingsBefore] as? TrainingConfiguration ?? TrainingConfiguration()
        let container = try decoder.container(keyedBy: NameKey.self)
        for setting in Setting.all where container.contains(NameKey(setting.key)) {
            do {
                try setting.decode(from: container, into: &self)
            } catch {
                throw DecodingError.dataCorrupted(
                    .init(
                        codingPath: decoder.codingPath + [NameKey(setting.key)],
                        debugDescription: "expected \(setting.expected)", underlyingError: error))
            }
        }
    }
}

extension CodingUserInfoKey {
    /// The configuration whose settings are replaced by those that are decoded.
    static let settingsBefore = CodingUserInfoKey(rawValue: "settingsBefore")!
}

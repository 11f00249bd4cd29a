import Runs

/// Settings that a page asks for, of those that the table has for the form, as arguments of the tool.
struct GivenSettings: Decodable, Sendable {
    let arguments: [String]

    /// Throws ``Problem`` for a key that is no setting of the form's.
    init(from decoder: any Decoder) throws {
        try self.init(Setting.inForm, from: decoder)
    }

    fileprivate init(_ settings: [Setting], from decoder: any Decoder) throws {
        try decoder.refuseKeys(otherThan: settings.map(\.key))
        let container = try decoder.container(keyedBy: NameKey.self)
        arguments = try settings.compactMap { try $0.argument(from: container) }
    }
}

/// Settings with which a run that a page names is to go on: of the form's those that may change.
struct Resumption: Decodable, Sendable {
    let arguments: [String]

    init(from decoder: any Decoder) throws {
        arguments = try GivenSettings(Setting.inForm.filter(\.mayChange), from: decoder).arguments
    }
}

extension Setting {
    /// The settings of the studio's form and its API.
    static let inForm = all.filter { $0.form != nil }
}

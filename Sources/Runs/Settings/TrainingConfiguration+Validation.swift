extension TrainingConfiguration {
    /// Throws ``ConfigurationError`` for the first setting that cannot be used.
    public func validate() throws(ConfigurationError) {
        guard isTrainable else {
            throw ConfigurationError("no data: name a .npy file, a folder, fashion-mnist or quickdraw:NAME to train on")
        }
        guard epochs != nil || minutes != nil else {
            throw ConfigurationError("epochs and minutes are both none; expected one of them, such as 20 epochs")
        }
        try validateSettings()
    }

    /// The same for a run that is drawn with and not trained on: it needs no sources and no length.
    public func validateSettings() throws(ConfigurationError) {
        for setting in Setting.all { try setting.validate(self) }
    }

    /// Whether there are drawings to train on; an imported generator may have none.
    public var isTrainable: Bool { !sources.isEmpty || ownParts.contains(Self.ownDrawings) }

    /// What ``ownParts`` calls drawings that come from no source.
    public static let ownDrawings = "drawings"

    /// The settings in which this configuration differs from that of a run that it would go on with, one phrase each,
    /// such as `width: the run has 64, asked for 32`. How long, on how many threads, where the drawings lie, and what is logged
    /// and kept may change in a run; the device may not, because its random generators are of another kind.
    public func conflicts(with run: TrainingConfiguration) -> [String] {
        Setting.all.filter { !$0.mayChange }.compactMap { setting in
            let (old, new) = (setting.text(in: run) ?? "none", setting.text(in: self) ?? "none")
            return old == new ? nil : "\(setting.key): the run has \(old), asked for \(new)"
        }
    }
}

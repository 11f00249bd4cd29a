import GAN

extension LoadedNetworks {
    /// What a name asks to be drawn: the subject that it says, else its grid row's category or the first; nil for networks
    /// that tell no categories apart. Throws ``Problem`` for a category that they do not draw.
    func subject(of name: LatentName) throws(Problem) -> LatentName.Subject? {
        switch name.subject {
        case .category(let category): _ = try self.category(category)
        case .between(let first, let second, _):
            _ = try category(first)
            _ = try category(second)
        case nil:
            if classes.isEmpty { return nil }
            if case .grid(let place) = name.latent, gridClasses.indices.contains(place) {
                return .category(classes[gridClasses[place]])
            }
            return .category(classes[0])
        }
        return name.subject
    }

    /// The label [K] of what a name asks for; nil for networks that tell no categories apart. Throws ``Problem``.
    func label(of name: LatentName) throws(Problem) -> [Float]? {
        guard let subject = try subject(of: name) else { return nil }
        var label = [Float](repeating: 0, count: classes.count)
        switch subject {
        case .category(let category): label[try self.category(category)] = 1
        case .between(let first, let second, let share):
            label[try category(first)] += Float(1 - share)
            label[try category(second)] += Float(share)
        }
        return label
    }

    /// The category that a drawing of this name is judged as: of two the one that has more of it.
    func category(of name: LatentName) throws(Problem) -> Int {
        switch try subject(of: name) {
        case nil: 0
        case .category(let category): try self.category(category)
        case .between(let first, let second, let share): try category(share > 0.5 ? second : first)
        }
    }

    /// The index of the category `name`. Throws ``Problem`` where the networks do not know it.
    func category(_ name: String) throws(Problem) -> Int {
        guard let index = classes.firstIndex(of: name) else {
            throw Problem(
                .badRequest,
                classes.isEmpty
                    ? "\(name.prefix(80)) is asked for, but the run tells no categories apart; leave it out"
                    : "the run draws no \(name.prefix(80)); expected \(classes.joined(separator: ", "))")
        }
        return index
    }

    private var classes: [String] { service.categories }
}

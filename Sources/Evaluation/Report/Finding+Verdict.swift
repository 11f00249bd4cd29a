import Foundation
import Runs

extension Finding {
    /// How seldom real drawings are taken for something else by one comparison.
    static let level = 0.01
    /// The same for what is looked for in several places, or would be a grave thing to say.
    static let strictLevel = 0.001

    /// The verdict, the gravest first. What is said of most drawings, or of half the kinds, is so by definition; all else
    /// where real drawings beside others of the same number are hardly ever found so.
    static func all(_ opinion: Opinion, _ variety: Evaluation.Variety, _ copies: Copies) -> [Finding] {
        let findings = [
            notDrawings(opinion), otherSubject(opinion), collapsed(variety), copying(copies), toldApart(opinion),
            unusualCategory(opinion),
        ].compactMap { $0 }
        return findings.isEmpty ? [good(opinion)] : findings
    }

    private static func notDrawings(_ opinion: Opinion) -> Finding? {
        guard let outliers = opinion.outliers, outliers.fake > 0.5, outliers.real < 0.5 else { return nil }
        let (fake, real) = (percent(outliers.fake), percent(outliers.real))
        return Finding(
            .notDrawings, "Not yet drawings: the judge takes \(fake) for no drawing at all, of the real ones \(real).",
            zh: "还算不上画：评判者认为 \(fake) 根本不是画，真实的画中是 \(real)。")
    }

    private static func otherSubject(_ opinion: Opinion) -> Finding? {
        // Total variation: the share of drawings that would have to be taken for something else.
        let moved = opinion.categories.reduce(0) { $0 + max($1.shares.fake - $1.shares.real, 0) }
        guard moved > 0.5, let first = opinion.categories.max(by: { $0.excess < $1.excess }) else { return nil }
        let (fake, real) = (percent(first.shares.fake), percent(first.shares.real))
        return Finding(
            .otherSubject,
            "Drawings of something else: the judge takes \(fake) for \(first.name), of the real ones \(real).",
            zh: "画的是别的东西：评判者把 \(fake) 认作 \(first.name)，真实的画中是 \(real)。")
    }

    private static func collapsed(_ variety: Evaluation.Variety) -> Finding? {
        let (kinds, real) = (number(variety.kinds), number(variety.realKinds))
        let duplicates = percent(variety.duplicates.share)
        if variety.duplicates.share > 0.5 {
            return Finding(
                .collapsed, "Collapsed: \(duplicates) have another that is almost the same.",
                zh: "模式坍塌：\(duplicates) 都另有几乎一样的一幅。")
        }
        guard variety.kinds < 0.5 * variety.realKinds else { return nil }
        return Finding(
            .collapsed, "Collapsed: they are as varied as \(kinds) kinds, real ones as \(real).",
            zh: "模式坍塌：它们的多样性相当于 \(kinds) 种，真实的画相当于 \(real) 种。")
    }

    private static func copying(_ copies: Copies) -> Finding? {
        if copies.nearOne.probability <= strictLevel {
            let (fake, real) = (percent(copies.nearOne.share), percent(copies.nearOne.expected))
            return Finding(
                .copying,
                "Copying: \(fake) are much nearer to one training drawing than to any other, of real ones \(real).",
                zh: "在抄袭：\(fake) 离某一幅训练用画远比离其他画近，真实的画中是 \(real)。")
        }
        guard let nearer = copies.nearerToTraining, nearer.probability <= strictLevel else { return nil }
        let (share, expected) = (percent(nearer.share), percent(nearer.expected))
        return Finding(
            .copying,
            "Copying: \(share) are nearer to a training drawing than to one held out, where \(expected) would be by chance.",
            zh: "在抄袭：\(share) 离训练用画比离留出的画更近，若凭偶然应为 \(expected)。")
    }

    private static func toldApart(_ opinion: Opinion) -> Finding? {
        let distance = opinion.frechetDistance
        let isFurther = distance.probability <= level
        let isSeen = opinion.accuracy.value > 0.5 + 3 * opinion.accuracy.standardError
        guard isFurther || isSeen else { return nil }
        let (multiple, accuracy) = (number(distance.multiple), percent(opinion.accuracy.value))
        return Finding(
            .toldApart,
            "Told from real ones: they are \(multiple) times as far from real drawings as other real ones are, and a "
                + "classifier is right about \(accuracy), where 50 % is chance.",
            zh: "能与真画区分：它们与真画的距离是真画之间的 \(multiple) 倍，分类器判对 \(accuracy)，全凭猜测是 50 %。")
    }

    private static func unusualCategory(_ opinion: Opinion) -> Finding? {
        guard let unusual = opinion.categories.max(by: { $0.excess < $1.excess }),
            unusual.probability <= strictLevel, otherSubject(opinion) == nil
        else { return nil }
        let (fake, real) = (percent(unusual.shares.fake), percent(unusual.shares.real))
        return Finding(
            .toldApart, "The judge takes \(fake) for \(unusual.name), of the real ones \(real).",
            zh: "评判者把 \(fake) 认作 \(unusual.name)，真实的画中是 \(real)。")
    }

    private static func good(_ opinion: Opinion) -> Finding {
        let distance = opinion.frechetDistance
        let (multiple, accuracy) = (number(distance.multiple), percent(opinion.accuracy.value))
        return Finding(
            .good,
            "Not to be told from real ones: they are \(multiple) times as far from real drawings as other real ones are, "
                + "and a classifier is right about \(accuracy), where 50 % is chance.",
            zh: "与真画难以区分：它们与真画的距离是真画之间的 \(multiple) 倍，分类器判对 \(accuracy)，全凭猜测是 50 %。")
    }

    private init(_ kind: Kind, _ sentence: String, zh: String) {
        self.init(kind: kind, sentence: Words(sentence, zh: zh))
    }
}

extension Opinion.CategoryShare {
    fileprivate var excess: Double { shares.fake - shares.real }
}

private func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

private func number(_ value: Double) -> String { String(format: value < 10 ? "%.1f" : "%.0f", value) }

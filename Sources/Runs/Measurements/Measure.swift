/// A number that training measures: `measurements[.generatorLoss] = 0.69`.
///
/// A case and its ``Entry`` are all that a new one needs beside the line that reports it: events, the log, CSV files,
/// TensorBoard, the studio's API and its charts read this table, and show the measures that a run reports.
public enum Measure: String, CaseIterable, Codable, Sendable {
    /// What the networks minimise.
    case discriminatorLoss, generatorLoss, gradientPenalty
    /// What the discriminator believes.
    case realProbability, fakeProbability, discriminatorAccuracy
    /// How far the drawings are from real ones; of some epochs.
    case distance, distanceError
    /// How fast the run is, and what it takes.
    case imagesPerSecond, residentBytes

    /// What is said of a measure wherever it is shown.
    public struct Entry: Encodable, Sendable {
        /// A few words, in lower case: a curve's legend, and the name in TensorBoard.
        public let name: Words
        /// One sentence for the API's description.
        public let about: String
        /// What the numbers count.
        public let unit: Unit
        /// The chart that shows it as a curve; nil for one that is shown as the newest number alone.
        public var chart: Chart?
        /// What stands before the number in a line of the log; nil for a measure that lines leave out.
        public var label: String?
    }

    /// What the table says of the measure.
    public var entry: Entry {
        switch self {
        case .discriminatorLoss:
            Entry(
                name: Words("discriminator loss", zh: "判别器损失"),
                about: "The discriminator's loss, mean over the batch.",
                unit: .number, chart: .losses, label: "D")
        case .generatorLoss:
            Entry(
                name: Words("generator loss", zh: "生成器损失"),
                about: "The generator's loss, mean over the batch.",
                unit: .number, chart: .losses, label: "G")
        case .gradientPenalty:
            Entry(
                name: Words("gradient penalty", zh: "梯度惩罚"),
                about: "What the discriminator's gradients at the images add to its loss, mean over the batch.",
                unit: .number, chart: .losses)
        case .realProbability:
            Entry(
                name: Words("D(x)", zh: "D(x)"),
                about: "D(x): the mean probability of being real that the discriminator gives to real images.",
                unit: .share, chart: .probabilities, label: "D(x)")
        case .fakeProbability:
            Entry(
                name: Words("D(G(z))", zh: "D(G(z))"),
                about: "D(G(z)): the mean probability of being real that the discriminator gives to generated images, "
                    + "before its update.",
                unit: .share, chart: .probabilities, label: "D(G(z))")
        case .discriminatorAccuracy:
            Entry(
                name: Words("accuracy", zh: "判别准确率"),
                about: "The share of real and generated images that the discriminator takes for what they are.",
                unit: .share, chart: .probabilities)
        case .distance:
            Entry(
                name: Words("distance", zh: "与真画的距离"),
                about: "The Fréchet distance of the run's drawings from those that it holds out, by the judge that the "
                    + "log names; of some epochs only.",
                unit: .number, chart: .distance, label: "distance")
        case .distanceError:
            Entry(
                name: Words("standard error of the distance", zh: "距离的标准误差"),
                about: "The standard error of the distance.", unit: .number)
        case .imagesPerSecond:
            Entry(
                name: Words("images per second", zh: "每秒图像数"),
                about: "Real images a second, since the epoch or the session began.",
                unit: .imagesPerSecond, label: "")
        case .residentBytes:
            Entry(
                name: Words("memory", zh: "内存"), about: "Memory of the training process that is resident.",
                unit: .bytes)
        }
    }
}

extension Measure {
    /// What a measure's numbers count.
    public enum Unit: String, Encodable, Sendable {
        /// No unit.
        case number
        /// 0 to 1.
        case share
        /// Images a second.
        case imagesPerSecond
        /// Bytes.
        case bytes
    }

    /// A chart of the studio: curves of measures that are compared with each other, in the order of the table.
    public enum Chart: String, CaseIterable, Encodable, Sendable {
        /// What the discriminator believes, the losses, and the distance from real drawings.
        case probabilities, losses, distance

        /// What is said of a chart.
        public struct Entry: Encodable, Sendable {
            /// What stands above the chart.
            public let title: Words
            /// How to read the curves.
            public let about: Words
            /// The least and the greatest value of the vertical axis; nil for 0 to what the values need.
            public var range: [Double]?
            /// Whether equal factors are equally far from each other on the vertical axis.
            public var isLogarithmic = false
        }

        /// What the table says of the chart.
        public var entry: Entry {
            switch self {
            case .probabilities:
                Entry(
                    title: Words("What the discriminator believes", zh: "判别器怎么看"),
                    about: Words(
                        "D(x) is the chance of being real that it gives to real drawings, D(G(z)) that to generated "
                            + "ones; accuracy is the share of both that it tells right. Far apart, it wins; together at 0.5, "
                            + "it only guesses.",
                        zh: "D(x) 是判别器认为真实的画为真的概率，D(G(z)) 是它认为生成的画为真的概率，"
                            + "准确率是两种画中它判对的比例。"
                            + "相距很远，说明判别器占上风；都在 0.5 附近，说明它只是在猜。"),
                    range: [0, 1])
            case .losses:
                Entry(
                    title: Words("Losses", zh: "损失"),
                    about: Words(
                        "How wrong each still is. They pull in opposite directions, so neither has to fall: knowing "
                            + "nothing, the discriminator stands at 1.39 and the generator at 0.69.",
                        zh: "双方各自还错多少。两者此消彼长，所以不一定会下降：一无所知时，判别器的损失是 1.39，生成器是 0.69。"))
            case .distance:
                Entry(
                    title: Words("How far from real drawings", zh: "离真画有多远"),
                    about: Words(
                        "How far the drawings of an epoch are from real ones that were not trained on, as an independent "
                            + "judge sees them. Lower is better; points whose bars, of two standard errors, overlap "
                            + "hardly differ.",
                        zh: "独立的评判者眼中，某一轮的画与未参加训练的真画相距多远。越低越好；误差棒（两倍标准误差）相互重叠的点几乎没有差别。"),
                    isLogarithmic: true)
            }
        }
    }
}

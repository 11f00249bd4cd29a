/// The shape of one drawing as it is stored, [H, W, C] or [C, H, W].
struct ImageShape: Equatable {
    let height: Int
    let width: Int
    let channels: Int
    /// Whether it is [C, H, W].
    let isChannelsFirst: Bool

    /// The longest side that is read; longer ones are taken for damage.
    static let maximumSide = 4096

    var valueCount: Int { height * width * channels }

    /// From what follows N in a stored shape: [H·W] or [1, H·W] of a square, [H, W], [H, W, C] or [C, H, W] with C of 1
    /// or 3. Where both of the last could be meant, it is [H, W, C].
    init?(_ dimensions: [Int]) {
        switch dimensions.count {
        case 1:
            guard let side = Self.squareRoot(dimensions[0]) else { return nil }
            self.init(height: side, width: side)
        case 2:
            if dimensions[0] == 1, let side = Self.squareRoot(dimensions[1]) {
                self.init(height: side, width: side)
            } else {
                self.init(height: dimensions[0], width: dimensions[1])
            }
        case 3 where Self.isChannelCount(dimensions[0]) && !Self.isChannelCount(dimensions[2]):
            self.init(height: dimensions[1], width: dimensions[2], channels: dimensions[0], isChannelsFirst: true)
        case 3:
            self.init(height: dimensions[0], width: dimensions[1], channels: dimensions[2])
        default:
            return nil
        }
        let sides = 1...Self.maximumSide
        guard sides.contains(height), sides.contains(width), Self.isChannelCount(channels) else { return nil }
    }

    private init(height: Int, width: Int, channels: Int = 1, isChannelsFirst: Bool = false) {
        self.height = height
        self.width = width
        self.channels = channels
        self.isChannelsFirst = isChannelsFirst
    }

    private static func isChannelCount(_ value: Int) -> Bool { value == 1 || value == 3 }

    /// The side of a square of so many pixels; nil where there is none.
    static func squareRoot(_ value: Int) -> Int? {
        guard (1...maximumSide * maximumSide).contains(value) else { return nil }
        let root = Int(Double(value).squareRoot().rounded())
        return root * root == value ? root : nil
    }
}

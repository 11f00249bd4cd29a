/// The shape of one drawing as it is stored, [H, W, C].
struct ImageShape: Equatable {
    let height: Int
    let width: Int
    let channels: Int

    /// The longest side that is read; longer ones are taken for damage.
    static let maximumSide = 4096

    var valueCount: Int { height * width * channels }

    /// From what follows N in a stored shape: [H·W] or [1, H·W] of a square, [H, W], [H, W, 1] or [H, W, 3].
    init?(_ dimensions: [Int]) {
        switch dimensions.count {
        case 1:
            guard let side = Self.squareRoot(dimensions[0]) else { return nil }
            self.init(height: side, width: side, channels: 1)
        case 2:
            if dimensions[0] == 1, let side = Self.squareRoot(dimensions[1]) {
                self.init(height: side, width: side, channels: 1)
            } else {
                self.init(height: dimensions[0], width: dimensions[1], channels: 1)
            }
        case 3:
            self.init(height: dimensions[0], width: dimensions[1], channels: dimensions[2])
        default:
            return nil
        }
        let sides = 1...Self.maximumSide
        guard sides.contains(height), sides.contains(width), channels == 1 || channels == 3 else { return nil }
    }

    private init(height: Int, width: Int, channels: Int) {
        self.height = height
        self.width = width
        self.channels = channels
    }

    private static func squareRoot(_ value: Int) -> Int? {
        guard (1...maximumSide * maximumSide).contains(value) else { return nil }
        let root = Int(Double(value).squareRoot().rounded())
        return root * root == value ? root : nil
    }
}

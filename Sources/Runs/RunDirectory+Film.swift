extension RunDirectory {
    /// The epochs whose grids ``filmPath`` shows after `last` of them, from 0, in order: all, or of more than 200, 200 that
    /// lie evenly between the first and the last, so that a long run's film stays short and takes no more memory.
    public static func filmEpochs(last: Int) -> [Int] {
        let most = 200
        return last < most ? Array(0...last) : (0..<most).map { $0 * last / (most - 1) }
    }
}

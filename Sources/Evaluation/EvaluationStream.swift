/// What an evaluation draws random numbers for; each has a seed of its own.
enum EvaluationStream {
    static let exchanges: UInt64 = 0x6578_6368
    static let reference: UInt64 = 0x7265_6665
    static let clusters: UInt64 = 0x636c_7573
    static let split: UInt64 = 0x7370_6c69
    static let drawings: UInt64 = 0x6472_6177
    static let selection: UInt64 = 0x7365_6c65
}

/// A colour of 8 bits a channel.
struct RGBColour: Equatable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8
}

import Files
import Foundation
import SwiftProtobuf

/// An event file that TensorBoard shows while it grows: TensorFlow's record file, of one event a record.
final class EventFile {
    private let file: AppendingFile

    /// Makes a file in `folder` that TensorBoard finds there and reads after those of earlier sessions.
    init(in folder: String) throws {
        try Folders.make(folder)
        let time = Date().timeIntervalSince1970
        // TensorBoard takes a folder's files in the order of their names; the process tells apart files of one second.
        file = try AppendingFile(
            "\(folder)/events.out.tfevents.\(String(format: "%010d", Int(time))).atelier.\(getpid())")
        try append(step: 0, time: time) { $0.fileVersion = "brain.Event:2" }
    }

    /// Adds an event, of which `fill` says what happened. `time` is in seconds since 1970.
    func append(step: Int, time: Double, _ fill: (inout Tensorboard_Event) -> Void) throws {
        var event = Tensorboard_Event()
        event.wallTime = time
        event.step = Int64(step)
        fill(&event)
        try file.append(Self.record(try event.serializedBytes()))
    }

    /// Length, the length's checksum, data, the data's checksum; all numbers little-endian.
    static func record(_ data: [UInt8]) -> [UInt8] {
        let length = withUnsafeBytes(of: UInt64(data.count).littleEndian, Array.init)
        return length + maskedChecksum(length) + data + maskedChecksum(data)
    }

    /// TensorFlow masks a checksum, for one of data that holds checksums would be weak.
    private static func maskedChecksum(_ bytes: [UInt8]) -> [UInt8] {
        let checksum = CRC32C.checksum(bytes)
        return withUnsafeBytes(of: ((checksum >> 15 | checksum << 17) &+ 0xA282_EAD8).littleEndian, Array.init)
    }
}

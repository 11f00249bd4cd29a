import Foundation
import Synchronization

/// Turns Ctrl-C, SIGTERM and SIGHUP into a wish to stop that training asks for between two steps. A second Ctrl-C or SIGTERM
/// ends the process at once; the last checkpoint is whole whenever that happens.
enum Interruption {
    private static let received = Atomic<Int32>(0)

    /// Takes over these signals from now on, SIGHUP unless it is ignored, as `nohup` has it. Has writing to a closed pipe
    /// fail instead of ending the process.
    static func handleSignals() {
        signal(SIGPIPE, SIG_IGN)
        // Touches the flag, which Swift makes at its first use: not a thing to do in a signal handler.
        _ = exitStatus
        for number in [SIGINT, SIGTERM] + (isHangUpIgnored() ? [] : [SIGHUP]) {
            signal(number) { number in
                guard Interruption.received.exchange(number, ordering: .relaxed) == 0 else {
                    // A terminal that is closed may send it twice, by its shell and by the system.
                    if number == SIGHUP { return }
                    _exit(128 + number)
                }
                let message: StaticString = "\natelier: saving after this step; once more to stop at once\n"
                write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
            }
        }
    }

    /// The exit status for the signal that came, 128 and its number; nil if none came.
    static var exitStatus: Int32? {
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : 128 + number
    }
}

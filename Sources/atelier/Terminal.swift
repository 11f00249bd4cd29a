import Foundation

/// What the terminal can show, if there is one.
enum Terminal {
    /// Whether lines that were written to a descriptor can be drawn again.
    static func canRedraw(_ descriptor: Int32) -> Bool {
        let kind = ProcessInfo.processInfo.environment["TERM"]
        return isatty(descriptor) == 1 && kind != "dumb"
    }

    /// Whether standard output shows colours, and the user has none against them (https://no-color.org).
    static var showsColours: Bool {
        canRedraw(STDOUT_FILENO) && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
    }

    /// Columns of the terminal on standard output; 80 where it does not tell.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}

internal import Glibc
internal import TrailSealReporting

/// The terminal, if any, to which the standard streams are connected.
enum Terminal {
    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// Whether standard output is a terminal that shows color, and NO_COLOR isn't set (no-color.org).
    static var showsColor: Bool {
        isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").map(\.isEmpty) ?? true && variable("TERM") != "dumb"
    }

    /// Whether standard error is a terminal that can rewrite a line.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 && variable("TERM") != "dumb" }

    /// Returns the columns of a stream's terminal, or nil if it isn't a terminal or doesn't report its size.
    static func columns(of stream: Int32) -> Int? {
        var size = winsize()
        guard isatty(stream) == 1, ioctl(stream, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// The most columns of a line on standard output; nil if it isn't a terminal.
    static var textWidth: Int? { columns(of: STDOUT_FILENO).map { TextStyle(width: $0).width } }

    /// Whether standard output takes UTF-8. Files and pipes always do. A terminal does if its locale says so, and otherwise gets
    /// ASCII.
    static var isUTF8: Bool {
        guard isatty(STDOUT_FILENO) == 1 else { return true }
        for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
            guard let value = variable(name), !value.isEmpty else { continue }
            let folded = value.lowercased()
            return folded.contains("utf-8") || folded.contains("utf8")
        }
        return false
    }
}

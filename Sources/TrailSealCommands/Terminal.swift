internal import Glibc
internal import Reporting

/// What the streams of the process are connected to.
enum Terminal {
    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// Colour on standard output: a terminal that knows it, and nobody who asked for none (no-color.org).
    static var showsColor: Bool {
        isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").map(\.isEmpty) ?? true && variable("TERM") != "dumb"
    }

    /// Whether standard error is a terminal.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 && variable("TERM") != "dumb" }

    /// Columns of a stream's terminal; nil if it isn't one, or doesn't say.
    static func columns(of stream: Int32) -> Int? {
        var size = winsize()
        guard isatty(stream) == 1, ioctl(stream, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Columns that a line on standard output may take; nil if it isn't a terminal.
    static var textWidth: Int? { columns(of: STDOUT_FILENO).map { TextStyle(width: $0).width } }

    /// Whether the locale writes UTF-8. Where no locale is set at all, as in cron, a file or pipe is meant, and those are
    /// UTF-8; a terminal that says otherwise gets ASCII.
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

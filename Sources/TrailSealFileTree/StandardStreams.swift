internal import CTrailSealFileTree
internal import Glibc

/// The standard streams of this process.
public enum StandardStreams {
    /// Occupies the numbers of those that are closed. Otherwise the first files that the program opens would get them: the text would
    /// go into a lock file, and standard input would be a pipe of the program's own.
    ///
    /// A descriptor of a path (`O_PATH`, open(2)) can neither be read nor written, so using it fails as if it were closed.
    public static func occupyClosed() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
            // The lowest free number is this one, because those below are in use.
            _ = open("/", trailseal_path_only())
        }
    }
}

internal import Glibc

/// Notices if any process opens, reads or lists files in a folder (inotify).
public final class OpenWatch: Sendable {
    private let descriptor: Int32

    /// Starts to watch. Nil if the system can't.
    public init?(_ folder: String) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK))
        guard descriptor >= 0 else { return nil }
        guard inotify_add_watch(descriptor, folder, UInt32(IN_OPEN | IN_ACCESS)) >= 0 else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }

    /// Whether anything happened since the last call.
    public var hasNoticed: Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        return read(descriptor, &buffer, buffer.count) > 0
    }
}

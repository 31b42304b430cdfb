internal import FileTree
internal import Glibc
internal import Primitives

/// A lock that one run holds at a time. The kernel gives it back when the process ends, however it ends; the file stays.
final class RunLock {
    private let descriptor: Int32

    /// `subject` is what it guards, for messages. Errors: `OperationalError` with 75 where another run holds it, 73 where the
    /// file cannot be made.
    init(_ bytes: ByteString, of subject: String) throws(OperationalError) {
        let opened = (bytes.bytes + [0]).withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { text in
                text.baseAddress.map { name in
                    Self.uninterrupted { open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0o600) }
                } ?? -1
            }
        }
        guard opened >= 0 else {
            throw OperationalError(
                .cannotCreate, "the lock file \(bytes) cannot be opened: \(String(cString: strerror(errno)))")
        }
        guard Self.uninterrupted({ flock(opened, LOCK_EX | LOCK_NB) }) == 0 else {
            let reason = errno
            close(opened)
            if reason == EWOULDBLOCK {
                throw OperationalError(.locked, "another run holds \(subject) \(bytes); try again when it has ended")
            }
            throw OperationalError(
                .inputOutput, "the lock \(bytes) cannot be taken: \(String(cString: strerror(reason)))")
        }
        descriptor = opened
    }

    /// Calls again what a signal interrupted.
    private static func uninterrupted(_ call: () -> Int32) -> Int32 {
        while true {
            let result = call()
            if result != -1 || errno != EINTR { return result }
        }
    }

    deinit { close(descriptor) }
}

internal import Glibc
internal import TrailSealFileTree
internal import TrailSealPrimitives

/// A lock that one run holds at a time. The kernel releases it when the process ends, however it ends. The file stays.
final class RunLock {
    private let descriptor: Int32

    /// Takes the lock. `subject` is the guarded thing, for messages. Errors: `OperationalError` with 75 if another run holds the
    /// lock, 73 if the file can't be opened or created, 74 if locking fails.
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
                .cannotCreate, "the lock file \(bytes) can't be opened: \(String(cString: strerror(errno)))")
        }
        guard Self.uninterrupted({ flock(opened, LOCK_EX | LOCK_NB) }) == 0 else {
            let reason = errno
            close(opened)
            if reason == EWOULDBLOCK {
                throw OperationalError(.locked, "another run holds \(subject) \(bytes); try again when it has ended")
            }
            throw OperationalError(
                .inputOutput, "the lock \(bytes) can't be taken: \(String(cString: strerror(reason)))")
        }
        descriptor = opened
    }

    /// Repeats a call that a signal interrupts.
    private static func uninterrupted(_ call: () -> Int32) -> Int32 {
        while true {
            let result = call()
            if result != -1 || errno != EINTR { return result }
        }
    }

    deinit { close(descriptor) }
}

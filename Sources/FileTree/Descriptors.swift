internal import Glibc

/// The file descriptors of this process.
public enum Descriptors {
    /// How many descriptors are examined. No run needs more.
    private static let countLimit: Int32 = 2_048

    /// How many descriptors can still be opened, of the first 2,048. The limit comes from `getrlimit`.
    public static var free: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return Int(countLimit) }
        let end = Int32(clamping: min(limit.rlim_cur, rlim_t(countLimit)))
        return (0..<end).count { fcntl($0, F_GETFD) == -1 }
    }
}

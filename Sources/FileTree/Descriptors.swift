internal import Glibc

/// The file descriptors of this process.
public enum Descriptors {
    /// How many descriptors can still be opened, counted up to `wanted`. The limit comes from `getrlimit`.
    public static func free(upTo wanted: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return wanted }
        let end = Int32(clamping: limit.rlim_cur)
        return (0..<end).lazy.filter { fcntl($0, F_GETFD) == -1 }.prefix(max(0, wanted)).count { _ in true }
    }
}

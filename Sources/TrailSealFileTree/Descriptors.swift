internal import Glibc

/// The file descriptors of this process.
public enum Descriptors {
    /// How many descriptors can still be opened, counted up to `wanted`. The limit comes from `getrlimit`.
    public static func free(upTo wanted: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return wanted }
        var found = 0
        var next: Int32 = 0
        let end = Int32(clamping: limit.rlim_cur)
        // One call asks for many descriptors. POLLNVAL means that one isn't open (poll(2)).
        while next < end, found < wanted {
            let batch = min(end - next, 512)
            var asked = (next..<next + batch).map { pollfd(fd: $0, events: 0, revents: 0) }
            guard poll(&asked, nfds_t(asked.count), 0) >= 0 else { return wanted }
            found += asked.count { $0.revents & Int16(POLLNVAL) != 0 }
            next += batch
        }
        return min(found, max(0, wanted))
    }
}

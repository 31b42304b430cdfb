internal import Glibc
internal import TrailSealFileTree
internal import TrailSealPrimitives

/// The user who runs the program, for the record of a run.
enum UserName {
    /// The most bytes of the list of users that are read.
    static let limit = 1 << 20

    /// The name and number of the user, for example "examiner (1000)". The name is "?" if the list of users has none:
    /// `/etc/passwd`, passwd(5). Name services aren't asked, because a static executable has no libraries for them.
    static var current: String { text(of: getuid(), in: "/etc/passwd") }

    /// The name and number of a user.
    static func text(of user: UInt32, in list: ByteString) -> String {
        "\(name(of: user, in: list).map { EscapedText.string(of: $0) } ?? "?") (\(user))"
    }

    private static func name(of user: UInt32, in list: ByteString) -> ArraySlice<UInt8>? {
        guard let lines = try? OpenFile(userPath: list).contents(limit: limit) else { return nil }
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            // name:password:number:…
            let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 3, omittingEmptySubsequences: false)
            if fields.count == 4, UInt32(String(decoding: fields[2], as: UTF8.self)) == user { return fields[0] }
        }
        return nil
    }
}

public import Primitives

extension PathFacts {
    /// Names that systems leave at the top of a root (FILE-15).
    public static let litter: [StaticString] = ["lost+found", "$RECYCLE.BIN", "System Volume Information", "__MACOSX"]

    /// Whether `path`, of a file, is hidden: litter, a name beginning with a dot, or one below such a folder where an
    /// account's files lie (FILE-14, FILE-15, FILE-20).
    public static func isHidden(_ path: ByteString, _ facts: PathFacts) -> Bool {
        if facts.isDotted || facts.name.bytes.first == UInt8(ascii: ".") { return true }
        guard let top = path.components.first else { return false }
        return litter.contains { top.elementsEqual(Array("\($0)".utf8)) }
    }

    /// Whether no rule looks at the files of the folder `path`: hidden ones, and those of another service (FILE-15,
    /// FILE-20, FILE-2).
    public static func isPassedOver(folder path: ByteString) -> Bool {
        let file = path.appending(component: "x")
        let facts = PathFacts(file)
        return isHidden(file, facts) || facts.isOtherService
    }
}

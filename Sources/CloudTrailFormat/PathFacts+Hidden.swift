internal import Primitives

extension PathFacts {
    /// Names that systems leave at the top of a root (FILE-15).
    public static let litter: [StaticString] = ["lost+found", "$RECYCLE.BIN", "System Volume Information", "__MACOSX"]

    /// Whether a file is hidden: litter, a name beginning with a dot, or one below such a folder where an account's files
    /// lie (FILE-14, FILE-15, FILE-20).
    public var isHidden: Bool { isDotted || Self.litter.contains { top == $0 } }
}

extension FolderFacts {
    /// Whether no rule looks at the files of the folder: hidden ones, and those of another service (FILE-15, FILE-20,
    /// FILE-2).
    public var isPassedOver: Bool { PathFacts(self, name: "x").isHidden || isOtherService }
}

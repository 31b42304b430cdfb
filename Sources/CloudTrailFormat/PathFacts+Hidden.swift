public import Primitives

extension PathFacts {
    /// Names that systems leave at the top of a root (FILE-15).
    public static let litter: [StaticString] = ["lost+found", "$RECYCLE.BIN", "System Volume Information", "__MACOSX"]

    /// Whether a file is hidden: litter, a name beginning with a dot, or one below such a folder where an account's files
    /// lie (FILE-14, FILE-15, FILE-20).
    public var isHidden: Bool { isDotted || Self.litter.contains { top == $0 } }
}

extension FolderFacts {
    /// Which of a folder's files are looked at.
    public enum Look: Sendable {
        case all
        /// Those with a digest's or log's name. A root that shows an account's folder hides them below one alone.
        case objects
        /// None: they are hidden, or another service's (FILE-15, FILE-20, FILE-2).
        case none
    }

    /// What is looked at in this folder, if the root's own path says `place` (PLACE-13).
    public func look(below place: ByteString) -> Look {
        if let top, PathFacts.litter.contains(where: { top == $0 }) { return .none }
        let facts = place.isEmpty ? self : FolderFacts(place.appending(component: path))
        if facts.isOtherService { return .none }
        guard facts.isDotted else { return .all }
        return facts.isBelowAccountFolder ? .none : .objects
    }
}

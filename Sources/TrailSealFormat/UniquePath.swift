public import TrailSealPrimitives

/// The path of a walked entry with the root's number in front, so that no other entry of any root has it.
///
/// Most are never shown, so the text is built on request. Two paths are equal if their texts are.
public struct UniquePath: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
    /// Every stage hands paths on, so a copy is one reference.
    private final class Kept: Sendable {
        let root: UInt32
        /// Nil if the path was created from a text.
        let facts: PathFacts?
        /// Empty if `facts` says it all.
        let text: ByteString

        init(root: UInt32 = 0, _ facts: PathFacts?, text: ByteString = ByteString()) {
            (self.root, self.facts, self.text) = (root, facts, text)
        }
    }

    private let kept: Kept

    /// Creates the path of a file. `facts` are those of its path below the root.
    public init(root: Int, _ facts: PathFacts) { kept = Kept(root: UInt32(clamping: root), facts) }

    /// Creates a path from its text.
    public init(_ text: ByteString) { kept = Kept(nil, text: text) }

    /// Creates a path from its text.
    public init(stringLiteral text: String) { self.init(ByteString(text)) }

    /// Creates the path of an entry below a root.
    public init(root: Int, path: ByteString) { self.init(ByteString("\(root)").appending(component: path)) }

    /// The text. Built on each call for a file.
    public var text: ByteString {
        guard let facts = kept.facts else { return kept.text }
        let folder = ByteString("\(kept.root)")
        let path = facts.folder.path
        return (path.isEmpty ? folder : folder.appending(component: path)).appending(component: facts.name)
    }

    /// The number of the root. Nil if the text doesn't begin with one.
    public var root: Int? {
        kept.facts == nil
            ? kept.text.components.first.flatMap { Int(String(decoding: $0, as: UTF8.self)) } : Int(kept.root)
    }

    /// What the path says, if the file is in this folder. Nil isn't certain, because only shared storage is compared.
    public func facts(inFolder folder: FolderFacts) -> PathFacts? {
        kept.facts?.folder === folder ? kept.facts : nil
    }

    /// Compares the texts.
    public static func == (left: Self, right: Self) -> Bool {
        if left.kept === right.kept { return true }
        // In one folder, the names alone decide.
        if let own = left.kept.facts, let other = right.kept.facts, own.folder === other.folder,
            left.kept.root == right.kept.root
        {
            return own.hasName(of: other)
        }
        return left.text == right.text
    }

    /// Compares the texts.
    public static func < (left: Self, right: Self) -> Bool {
        if let own = left.kept.facts, let other = right.kept.facts, left.kept.root == right.kept.root {
            if own.folder === other.folder { return own.isNamedBefore(other) }
            // If neither folder lies in the other, the folders decide.
            if own.isApart(from: other) { return own.folder.path < other.folder.path }
        }
        return left.text < right.text
    }

    /// Hashes the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

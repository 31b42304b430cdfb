public import TrailSealPrimitives

/// The path of a walked entry with the root's number in front, so that no other entry of any root has it.
///
/// Most are never shown, so the text is built on request. Two paths are equal if their texts are.
public struct UniquePath: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
    private enum Kept: Sendable {
        case file(root: UInt32, PathFacts)
        case text(ByteString)
    }

    private let kept: Kept

    /// Creates the path of a file. `facts` are those of its path below the root.
    public init(root: Int, _ facts: PathFacts) { kept = .file(root: UInt32(clamping: root), facts) }

    /// Creates a path from its text.
    public init(_ text: ByteString) { kept = .text(text) }

    /// Creates a path from its text.
    public init(stringLiteral text: String) { self.init(ByteString(text)) }

    /// Creates the path of an entry below a root.
    public init(root: Int, path: ByteString) { self.init(ByteString("\(root)").appending(component: path)) }

    /// The text. Built on each call for a file.
    public var text: ByteString {
        switch kept {
        case .file(let root, let facts):
            let folder = ByteString("\(root)")
            let path = facts.folder.path
            return (path.isEmpty ? folder : folder.appending(component: path)).appending(component: facts.name)
        case .text(let text): return text
        }
    }

    /// The number of the root. Nil if the text doesn't begin with one.
    public var root: Int? {
        switch kept {
        case .file(let root, _): Int(root)
        case .text(let text): text.components.first.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
        }
    }

    /// Compares the texts.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left.kept, right.kept) {
        // In one folder, the names alone decide.
        case (.file(let one, let own), .file(let other, let others)) where one == other && own.folder === others.folder:
            own.hasName(of: others)
        default: left.text == right.text
        }
    }

    /// Compares the texts.
    public static func < (left: Self, right: Self) -> Bool {
        switch (left.kept, right.kept) {
        case (.file(let one, let own), .file(let other, let others)) where one == other && own.folder === others.folder:
            own.isNamedBefore(others)
        // If neither folder lies in the other, the folders decide.
        case (.file(let one, let own), .file(let other, let others)) where one == other && own.isApart(from: others):
            own.folder.path < others.folder.path
        default: left.text < right.text
        }
    }

    /// Hashes the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

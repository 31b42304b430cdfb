import Foundation
import TestSupport
import Testing
import TrailSeal

/// A conformance case whose archive is a single folder, without options.
struct Vector: CustomTestStringConvertible {
    let one: ConformanceCase
    let folder: URL

    var testDescription: String { one.name }
    var tree: URL { folder.appending(path: "tree") }

    /// The cases that only name an archive, keys and signatures, and have no steps before the run and no links.
    static let all: [Vector] = ConformanceCase.all.filter { one in
        let usual = [
            ["tree", "--keys", "keys", "--signatures", "signatures"], ["tree", "--keys", "keys"],
        ]
        return (one.setup ?? []).isEmpty && one.verdict != nil && usual.contains(one.arguments)
    }.map { Vector(one: $0, folder: TestPaths.cases.appending(path: $0.name)) }

    static func named(_ name: String) throws -> Vector {
        guard let vector = all.first(where: { $0.one.name == name }) else { throw CocoaError(.fileNoSuchFile) }
        return vector
    }

    func verifier() throws -> Verifier {
        let signatures = folder.appending(path: "signatures").path
        return Verifier(
            keys: try PublicKeys(contentsOf: folder.appending(path: "keys").path),
            signatures: one.arguments.contains("--signatures") ? .saved(at: signatures) : .none)
    }
}

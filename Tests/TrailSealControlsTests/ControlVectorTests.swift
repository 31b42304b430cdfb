import Foundation
import TestSupport
import Testing
import TrailSealControls

/// The cases of `TestVectors/controls`, through the library.
@Suite struct ControlVectorTests {
    /// Cases whose arguments are files. Folders and options need the program.
    private static let ofFiles = ControlCase.all.filter { $0.arguments.allSatisfy { $0.contains(".") } }

    @Test(arguments: ofFiles) func library(_ one: ControlCase) throws {
        var descriptions: [TrailDescription] = []
        do {
            for name in one.arguments {
                let bytes = try Data(contentsOf: URL(filePath: one.folder + "/" + name))
                descriptions += try TrailDescriptionDecoder.decode(Array(bytes))
            }
        } catch let error as TrailDescriptionError {
            let complaint = try #require(one.complaint, "\(error)")
            #expect("\(error)".contains(complaint))
            return
        }
        let accounts = DescriptionMerge.united(descriptions).map(ControlEvaluation.evaluate)
        #expect(one.complaint == nil && one.accounts.contains { !$0.controls.isEmpty })
        try #require(accounts.map(\.accountID) == one.accounts.map(\.accountId))
        for (account, expected) in zip(accounts, one.accounts) {
            for (id, wanted) in expected.controls {
                let control = try #require(account.controls.first { $0.id.rawValue == id })
                #expect(control.status.rawValue == wanted.status, "\(control.reason)")
            }
        }
    }
}

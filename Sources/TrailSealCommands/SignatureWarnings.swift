internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// Warnings about paths of `--signatures` that hold no signatures: one line for each path and cause (INPUT-4, INPUT-10).
enum SignatureWarnings {
    /// Returns the lines.
    static func lines(_ uses: [SignatureUse]) -> [String] {
        uses.flatMap { use -> [String] in
            if use.read == 0 {
                return FolderLook.adviceForSignatures(use.path).map { ["the signatures \(use.path): \($0)"] } ?? []
            }
            return causes(use.emptyFiles).map { cause in
                let files = cause.count == 1 ? "a file holds" : "\(cause.count) files hold"
                return "the signatures \(use.path): \(files) no whole signature; the first is \(cause.first); "
                    + cause.advice
            } + (use.emptyEntries == 0 ? [] : [entries(use)])
        }
    }

    private static func entries(_ use: SignatureUse) -> String {
        let answers = use.emptyEntries == 1 ? "a saved answer holds" : "\(use.emptyEntries) saved answers hold"
        return
            "the signatures \(use.path): \(answers) no whole signature; a CloudTrail signature has 512 hexadecimal digits"
    }

    /// Returns the advice for the files, each once with the first file and the number of files.
    private static func causes(_ files: [ByteString]) -> [(advice: String, first: ByteString, count: Int)] {
        var causes: [(advice: String, first: ByteString, count: Int)] = []
        for file in files {
            let look = FileLook(ofFile: file).flatMap { $0.kind == .savedAnswers ? nil : $0 }
            let advice =
                look?.advice(command: FileLook.headCommand) ?? "save the answer again: \(FileLook.headCommand)"
            if let index = causes.firstIndex(where: { $0.advice == advice }) {
                causes[index].count += 1
            } else {
                causes.append((advice, file, 1))
            }
        }
        return causes
    }
}

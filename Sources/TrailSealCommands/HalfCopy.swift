internal import TrailSealFileTree
internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification

/// Detects a copy with digest files only or log files only, and says what to fetch or which option to give (INPUT-8). The
/// verdict doesn't change.
enum HalfCopy {
    private static let (logs, digests) = (ByteString("CloudTrail"), ByteString("CloudTrail-Digest"))

    /// Returns a warning, or nil if the copy has both kinds or neither, or if the options leave logs out.
    static func warning(_ result: VerificationResult, _ roots: [Directory], _ policy: VerificationPolicy) -> String? {
        guard result.isComplete, policy.shard == nil else { return nil }
        let (digests, logs) = (result.summary.digests, result.summary.logs)
        let logsPresent = logs.verified + logs.unverified + logs.invalid + logs.unreferenced
        // Digests that an earlier run verified aren't counted again.
        let isAnyDigest = digests.present > 0 || (result.accounting?.files.verifiedDigests ?? 0) > 0
        if !isAnyDigest, logsPresent > 0 {
            let path = result.findings.first { $0.code == .logUnreferenced && $0.path != nil }?.path
            return "the archive holds log files and no digest files, so nothing can prove the logs. "
                + (beside(roots, lacking: Self.digests)
                    ?? "If only the logs were copied, fetch the digest files too: \(sync(path, Self.digests)). If the "
                    + "bucket has none, log file validation was off")
        }
        if digests.present > 0, logsPresent == 0, logs.missing > 0, case .all = policy.copiedLogs {
            let path = result.findings.first { $0.code == .logMissing && $0.key != nil }.flatMap(\.subject.location)
                .map { result.place(of: $0) ?? ByteString("archive").appending(component: $0.key) }
            return "the archive holds digest files and none of the log files that they list. "
                + (beside(roots, lacking: Self.logs)
                    ?? "If only the digests were copied, fetch the logs too: \(sync(path, Self.logs)); or give "
                    + "--digests-only")
        }
        return nil
    }

    /// Returns a question if a root is or lies in the folder of one kind, and the folder of the other kind lies beside it.
    private static func beside(_ roots: [Directory], lacking kind: ByteString) -> String? {
        let other = kind == logs ? digests : logs
        for root in roots {
            guard let path = root.realPath(of: ByteString()) else { continue }
            let parts = path.components
            guard let index = parts.lastIndex(where: { $0.elementsEqual(other.bytes) }) else { continue }
            let above = ByteString(Array(parts[..<index].joined(separator: [ByteString.slash])))
            let wanted = above.appending(component: kind)
            if (try? Directory(root: wanted)) != nil {
                return "The other files are in \(wanted); did you mean \(above)?"
            }
        }
        return nil
    }

    /// Returns the command that fetches the folder of `kind`. `path` is the path of a file of the other kind; it names the account.
    private static func sync(_ path: ByteString?, _ kind: ByteString) -> String {
        var (folder, above): (ByteString, ByteString) = ("AWSLogs/ACCOUNT", "archive")
        let parts = path?.components ?? []
        if let start = parts.lastIndex(where: { $0.elementsEqual("AWSLogs".utf8) }),
            let end = parts[start...].firstIndex(where: {
                $0.elementsEqual(logs.bytes) || $0.elementsEqual(digests.bytes)
            })
        {
            folder = ByteString(Array(parts[start..<end].joined(separator: [ByteString.slash])))
            above = ByteString(Array(parts[..<start].joined(separator: [ByteString.slash])))
        }
        let source = "s3://BUCKET/" + folder.appending(component: kind) + "/"
        let target = (above.isEmpty ? folder : above.appending(component: folder)).appending(component: kind)
        return "aws s3 sync \(ShellText.word(source)) \(ShellText.path(target))"
    }
}

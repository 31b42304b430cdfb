import ArgumentParser
import CTrailSealFileTree
import Glibc
import VirtualTrail

/// Archives for benchmarks: typical ones and extremes.
enum BenchmarkProfile: String, ExpressibleByArgument, CaseIterable {
    /// Nine of ten digests list no logs. Logs have 3 records.
    case quiet
    /// 12 logs an hour with 40 records each.
    case normal
    /// 12 logs an hour with 500 records each.
    case busy
    /// Like `quiet`, in 20 Regions of each account: many short chains.
    case scale

    private var records: Int {
        switch self {
        case .quiet, .scale: 3
        case .normal: 40
        case .busy: 500
        }
    }

    private var regions: [String] {
        let four = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"]
        guard self == .scale else { return four }
        return four
            + [
                "us-east-2", "us-west-1", "ca-central-1", "sa-east-1", "eu-west-2", "eu-west-3", "eu-north-1",
                "eu-south-1",
            ]
            + ["ap-south-1", "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1"]
            + ["ap-southeast-2", "me-south-1"]
    }

    private func logs(_ hour: Int) -> Int {
        switch self {
        case .quiet, .scale: hour % 10 == 0 ? 2 : 0
        case .normal, .busy: 12
        }
    }

    /// Writes `archive/`, `keys/`, `signatures/`, and `files.txt` with the paths of all files in the archive. Each chain
    /// belongs to one of the first `regions` Regions of an account; without it, to any of the profile's.
    func write(
        to folder: String, hours: Int, accounts: Int, regions count: Int? = nil, signatures: SignatureCopies = []
    ) throws {
        try Output.write(folder + "/files.txt", [])
        for account in 0..<accounts {
            var list: [String] = []
            for region in regions.prefix(count ?? regions.count) {
                var trail = Trail()
                trail.account = String(111_122_223_333 + account)
                trail.region = region
                try write(trail, to: folder, hours: hours, signatures, &list)
            }
            // Accounts are written in the order of their paths, so the whole list is sorted.
            try Output.append(folder + "/files.txt", Array((list.sorted().joined(separator: "\n") + "\n").utf8))
        }
        var last = World()
        last.listKeys([World.KeyRecord(.first, to: .hour(100_000))])
        for (path, bytes) in last.keys { try Output.write(folder + "/keys/" + path, bytes) }
    }

    /// Writes one chain, one hour at a time, so that memory doesn't grow with the archive.
    private func write(
        _ trail: Trail, to folder: String, hours: Int, _ signatures: SignatureCopies, _ list: inout [String]
    ) throws {
        var previous: Digest?
        for hour in 0..<hours {
            let start = Moment.hour(hour)
            let logs = (0..<logs(hour)).map { Log(trail, at: start + 300 * $0, records: records, seed: $0) }
            let digest = Digest(trail, from: start, to: .hour(hour + 1), logs: logs, after: previous, signedBy: .first)
            var world = World()
            world.level = 6
            world.publish([digest])
            for (path, bytes) in world.tree.sorted(by: { $0.key < $1.key }) {
                try Output.write(folder + "/archive/" + path, bytes)
                list.append(folder + "/archive/" + path)
            }
            try signatures.write(digest, size: world.tree[digest.key]?.count ?? 0, to: folder)
            previous = digest
        }
        var head = World()
        head.saveHead(previous)
        for (path, bytes) in head.signatures { try Output.write(folder + "/signatures/" + path, bytes) }
    }
}

/// Where the signature of each digest of a benchmark archive is kept, besides that of the newest in `signatures/`.
struct SignatureCopies: OptionSet {
    let rawValue: Int

    /// In `all-signatures/`, as the AWS CLI saves the answers of `head-object`.
    static let answers = SignatureCopies(rawValue: 1)
    /// In the attribute `user.signature` of the digest file, where `rclone copy --metadata` leaves it.
    static let attributes = SignatureCopies(rawValue: 2)

    /// Keeps the signature of a digest whose file has `size` bytes.
    func write(_ digest: Digest, size: Int, to folder: String) throws {
        if contains(.answers) {
            let path = folder + "/all-signatures/" + digest.key + ".json"
            try Output.write(path, Array(Self.answer(digest, size: size).utf8))
        }
        if contains(.attributes) {
            let path = folder + "/archive/" + digest.key
            guard setxattr(path, "user.signature", digest.signature, digest.signature.utf8.count, 0) == 0 else {
                throw ValidationError("\(path) can't have an attribute: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Returns the text that the AWS CLI prints for `head-object --output json`.
    private static func answer(_ digest: Digest, size: Int) -> String {
        """
        {
            "AcceptRanges": "bytes",
            "LastModified": "\((digest.end + 600).iso.dropLast())+00:00",
            "ContentLength": \(size),
            "ETag": "\\"0123456789abcdef0123456789abcdef\\"",
            "ContentType": "application/json",
            "ContentEncoding": "gzip",
            "ServerSideEncryption": "AES256",
            "Metadata": {
                "signature": "\(digest.signature)",
                "signature-algorithm": "SHA256withRSA"
            }
        }

        """
    }
}

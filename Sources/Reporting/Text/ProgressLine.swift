/// How far a run is, on one line: `[####----] 44%  81,022/181,204 files  1.2 GB  310.0 MB/s  ETA 00:23`. Part by part nobody
/// knows how many files there are: `44%  220/500 accounts  81,022 files  1.2 GB  310.0 MB/s  ETA 00:23`.
public struct ProgressLine: Sendable {
    /// What is done, if it isn't the run itself.
    public var work: String?
    public var readFiles = 0
    public var totalFiles = 0
    /// `accounts` or `regions`, and how many are done of all; nil if files are counted.
    public var parts: (name: String, done: Int, total: Int)?
    public var readBytes = 0.0
    /// Since the run began.
    public var seconds = 0.0

    /// Columns of a bar: the most, and the least that says anything.
    private static let barWidths = 8...28
    /// Below this share a guess of the time left would be wrong.
    private static let leastShare = 0.01

    public init() {}

    private var share: Double {
        let (part, whole) = parts.map { ($0.done, $0.total) } ?? (readFiles, totalFiles)
        return whole == 0 ? 0 : min(1, Double(part) / Double(whole))
    }

    /// For a log or a pipe.
    public var plain: String { "trailseal: " + text(pieces) }

    /// For a terminal of so many columns: the bar gives way first, then what says least. The last column stays free, since
    /// some terminals begin a new line when it is written.
    public func fitting(_ columns: Int) -> String {
        let room = columns - 1
        var pieces = pieces
        while text(pieces).count > room, let least = pieces.indices.max(by: { pieces[$0].weight < pieces[$1].weight }),
            pieces.count > 1
        {
            pieces.remove(at: least)
        }
        let line = String(text(pieces).prefix(max(0, room)))
        let bar = min(Self.barWidths.upperBound, room - line.count - 3)
        guard totalFiles > 0, bar >= Self.barWidths.lowerBound else { return line }
        let full = Int(share * Double(bar))
        return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: bar - full) + "] " + line
    }

    private func text(_ pieces: [(text: String, weight: Int)]) -> String {
        pieces.map(\.text).joined(separator: "  ")
    }

    /// What there is to say; what has the greatest weight gives way first.
    private var pieces: [(text: String, weight: Int)] {
        guard totalFiles > 0 else { return [("reading folders", 0)] }
        var pieces: [(text: String, weight: Int)] = work.map { [($0, 3)] } ?? []
        pieces.append(("\(Int(share * 100))%", 0))
        let files = Numbers.grouped(min(readFiles, totalFiles))
        if let parts {
            pieces.append(("\(Numbers.grouped(parts.done))/\(Numbers.grouped(parts.total)) \(parts.name)", 2))
            pieces.append(("\(files) files", 4))
        } else {
            pieces.append(("\(files)/\(Numbers.grouped(totalFiles)) files", 2))
        }
        pieces.append((Numbers.bytes(readBytes), 5))
        pieces.append(("\(Numbers.bytes(readBytes / max(0.001, seconds)))/s", 1))
        if share > Self.leastShare, share < 1 {
            pieces.append(("ETA " + Numbers.clock(seconds / share - seconds), 1))
        }
        return pieces
    }
}

/// The progress of a run in one line: `[####----] 44%  81,022/181,204 files  1.2 GB  310.0 MB/s  ETA 00:23`.
///
/// If the archive is read account by account, the total number of files isn't known, and the line counts accounts:
/// `44%  220/500 accounts  81,022 files  1.2 GB  310.0 MB/s  ETA 00:23`.
package struct ProgressLine: Sendable {
    /// A name for the work, if it isn't the verification itself.
    package var work: String?
    /// The number of files that are read.
    package var readFiles = 0
    /// The number of files to read, as far as it is known.
    package var totalFiles = 0
    /// The number of accounts done and the total; nil if files are counted.
    package var accounts: (done: Int, total: Int)?
    /// The number of bytes that are read.
    package var readBytes = 0.0
    /// The seconds since the run began.
    package var seconds = 0.0

    /// The least and the most columns of a bar.
    private static let barWidths = 8...28
    /// The least share from which the remaining time is estimated. Below it, the estimate would be too rough.
    private static let leastShare = 0.01

    /// Creates a line with nothing done.
    package init() {}

    private var share: Double {
        let (part, whole) = accounts ?? (readFiles, totalFiles)
        return whole == 0 ? 0 : min(1, Double(part) / Double(whole))
    }

    /// The line for a log or a pipe.
    package var plain: String { "trailseal: " + text(pieces) }

    /// Returns the line for a terminal with `columns` columns. The bar is dropped first, then the least important parts. The
    /// last column stays free, because some terminals begin a new line when it is written.
    package func fitting(_ columns: Int) -> String {
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

    /// The parts of the line. Those with the greatest weight are dropped first.
    private var pieces: [(text: String, weight: Int)] {
        guard totalFiles > 0 else { return [("reading folders", 0)] }
        var pieces: [(text: String, weight: Int)] = work.map { [($0, 3)] } ?? []
        pieces.append(("\(Int(share * 100))%", 0))
        let files = Numbers.grouped(min(readFiles, totalFiles))
        if let accounts {
            pieces.append(("\(Numbers.grouped(accounts.done))/\(Numbers.grouped(accounts.total)) accounts", 2))
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

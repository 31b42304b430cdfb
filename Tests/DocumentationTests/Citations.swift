import Foundation

/// What the texts of the repository cite.
enum Citations {
    /// Identifiers of rules in `text`: a family, a hyphen and a number, with no letter, digit or hyphen before it.
    static func rules(in text: String, families: Set<String>) -> [String] {
        // Works on bytes, because a regular expression takes half a minute for the repository.
        let bytes = Array(text.utf8)
        func isPart(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x30...0x39, 0x2D: true
            default: false
            }
        }
        return bytes.split(whereSeparator: { !isPart($0) }).compactMap { word in
            guard let hyphen = word.firstIndex(of: 0x2D) else { return nil }
            let number = word[(hyphen + 1)...]
            let family = String(decoding: word[..<hyphen], as: UTF8.self)
            guard !number.isEmpty, number.allSatisfy({ (0x30...0x39).contains($0) }), families.contains(family) else {
                return nil
            }
            return String(decoding: word, as: UTF8.self)
        }
    }

    /// Lines of `text` that cite a document outside the repository. Sections of RFCs are public.
    static func foreign(in text: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { line in
            // The cheap checks come first.
            guard ["ection", "eference", ".md", "design/"].contains(where: line.utf8.holds) else { return false }
            if line.contains(/\b(design|reference)\/[a-z-]+\.md|design\/reference|\(reference,/) { return true }
            if line.contains(/\b(verification|controls|outputs|cloudtrail-format)\.md/) { return true }
            return line.contains(/\b[Ss]ections? [0-9]/) && !line.contains("RFC ")
        }
    }

    /// Tests that `source` declares, as `Suite.function`.
    static func tests(in source: String) -> Set<String> {
        let suites = source.matches(of: /\b(?:struct|final class|actor) ([A-Za-z0-9]+)/).map { String($0.1) }
        let functions = source.matches(of: /@Test(?:[^@{]|\n)*?\bfunc ([A-Za-z0-9]+)\(/).map { String($0.1) }
        return Set(suites.flatMap { suite in functions.map { "\(suite).\($0)" } })
    }

    /// What is wrong between `vectors` (name and rules) and rules. `declared` holds every test.
    static func faults(_ rules: [Rule], vectors: [(name: String, rules: [String])], declared: Set<String>) -> [String] {
        var faults: [String] = []
        let known = Dictionary(rules.map { ($0.id, $0) }) { first, _ in first }
        for vector in vectors {
            if vector.rules.isEmpty { faults.append("\(vector.name) cites no rule") }
            for id in vector.rules {
                switch known[id]?.evidence {
                case nil: faults.append("\(vector.name) cites \(id), which does not exist")
                case .source: faults.append("\(vector.name) cites \(id), which isn't a rule of the contract")
                case .vector, .tests, .limit, .planned: break
                }
            }
        }
        let shown = Set(vectors.flatMap(\.rules))
        for rule in rules {
            if rule.evidence == .vector, !shown.contains(rule.id) { faults.append("no vector shows \(rule.id)") }
            if case .tests(let names) = rule.evidence, names.isEmpty { faults.append("\(rule.id) names no test") }
            for name in rule.tests where !declared.contains(name) {
                faults.append("\(rule.id) names \(name), which does not exist")
            }
        }
        return faults
    }
}

extension String.UTF8View {
    /// Whether the bytes of `part` occur in this view.
    fileprivate func holds(_ part: String) -> Bool {
        let wanted = Array(part.utf8)
        return withContiguousStorageIfAvailable { bytes in
            bytes.indices.dropLast(wanted.count - 1).contains { start in
                bytes[start] == wanted[0] && bytes[start..<start + wanted.count].elementsEqual(wanted)
            }
        } ?? Array(self).contains(wanted)
    }
}

import ArgumentParser
import Glibc

/// Files to write to a folder, or to compare with it.
final class Output {
    let root: String
    private(set) var files: [String: [UInt8]] = [:]

    init(root: String) { self.root = root }

    func add(_ path: String, _ bytes: [UInt8]) { files[path] = bytes }

    /// Makes the folder contain exactly these files.
    func write() throws {
        for path in present() where files[path] == nil { unlink(root + "/" + path) }
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) { try Self.write(root + "/" + path, bytes) }
    }

    static func write(_ path: String, _ bytes: [UInt8]) throws {
        var folder = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            folder += part + "/"
            mkdir(folder, 0o755)
        }
        try write(path, bytes, mode: "w")
    }

    static func append(_ path: String, _ bytes: [UInt8]) throws { try write(path, bytes, mode: "a") }

    private static func write(_ path: String, _ bytes: [UInt8], mode: String) throws {
        guard let file = fopen(path, mode) else { throw ValidationError("\(path) cannot be written") }
        let count = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, count == bytes.count else { throw ValidationError("\(path) cannot be written") }
    }

    func differences() -> [String] {
        var found: [String] = []
        for (path, bytes) in files {
            guard let present = Self.read(root + "/" + path) else {
                found.append("missing: \(path)")
                continue
            }
            if present != bytes { found.append("differs: \(path)") }
        }
        found += present().filter { files[$0] == nil }.map { "superfluous: \($0)" }
        return found.sorted()
    }

    private static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
        }
    }

    /// Returns the paths of all files below the root.
    private func present() -> [String] {
        var found: [String] = []
        var pending = [""]
        while let folder = pending.popLast() {
            guard let stream = opendir(root + "/" + folder) else { continue }
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name == "." || name == ".." { continue }
                let path = folder.isEmpty ? name : folder + "/" + name
                if Int32(entry.pointee.d_type) == Int32(DT_DIR) { pending.append(path) } else { found.append(path) }
            }
        }
        return found
    }
}

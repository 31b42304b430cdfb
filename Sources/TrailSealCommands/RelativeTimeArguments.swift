/// Arguments in which a time before now, such as `-6h`, stands as a value and not as short options: the parser would see `-h`
/// in it and print its help.
enum RelativeTimeArguments {
    private static let options: Set<String> = ["--from", "--to", "--logs-from"]

    /// `--from -6h` becomes `--from=-6h`.
    static func joined(_ arguments: [String]) -> [String] {
        var joined: [String] = []
        for argument in arguments {
            if let option = joined.last, options.contains(option), argument.hasPrefix("-"), !argument.hasPrefix("--") {
                joined[joined.count - 1] = option + "=" + argument
            } else {
                joined.append(argument)
            }
        }
        return joined
    }
}

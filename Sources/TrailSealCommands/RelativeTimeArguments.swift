/// Joins relative times such as `-6h` to their options. Otherwise the parser would read `-h` in them and print its help.
enum RelativeTimeArguments {
    private static let options = ["--from", "--to", "--logs-from"]

    /// Returns the arguments with `--from -6h` as `--from=-6h`.
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

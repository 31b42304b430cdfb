"""Reads the settings of a systemd unit, as far as trailseal.service needs them."""

import shlex


def settings(path, wanted):
    """The values of a setting, in order. A backslash joins lines."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().replace("\\\n", " ").splitlines()
    pairs = [line.split("=", 1) for line in lines if "=" in line and line[:1] not in "#;["]
    return [value for name, value in pairs if name == wanted]


def environment_file(text):
    """NAME=value lines of an EnvironmentFile."""
    pairs = [line.split("=", 1) for line in text.splitlines() if "=" in line and line[:1] != "#"]
    return {name: "".join(shlex.split(value)[:1]) for name, value in pairs}


def command(path, files):
    """ExecStart as systemd expands it: ${NAME} is inserted into a word, $NAME becomes several words."""
    environment = {}
    for value in settings(path, "Environment"):
        environment.update(word.split("=", 1) for word in shlex.split(value))
    for text in files:
        environment.update(environment_file(text))
    words = []
    (line,) = settings(path, "ExecStart")
    for word in shlex.split(line):
        if word.startswith("$") and not word.startswith("${"):
            words += shlex.split(environment[word[1:]])
            continue
        for name, value in environment.items():
            word = word.replace("${" + name + "}", value)
        words.append(word)
    if any("$" in word for word in words):
        raise ValueError(f"not expanded: {words}")
    return words

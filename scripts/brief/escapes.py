"""Text from servers and files, escaped for terminals, Markdown and GitHub Actions.

Pages need none of this: their templates escape all values.
"""

from __future__ import annotations


def plain(text: str) -> str:
    """Return `text` as one line of printable characters.

    Control characters, marks of writing direction and half surrogates become blanks, so that
    nothing can forge a line or break an encoding. A blank goes into `##[`, which anywhere in a
    line makes it a command to GitHub's runner.
    """
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.replace("##[", "## [").split())


def code(text: str) -> str:
    """Return `text` as a code span of Markdown, where links, mentions and markup have no meaning."""
    return f"`{plain(text).replace('`', chr(39)) or ' '}`"


def workflow_command(kind: str, path: str, line: int, column: int, message: str) -> str:
    """Return a command that makes GitHub Actions annotate a line of a file.

    `kind` is error, warning or notice. The runner undoes the escapes.
    """
    place = f"file={_property(path)},line={line},col={column}"
    return f"::{kind} {place}::{_message(message)}"


def _message(text: str) -> str:
    return plain(text).replace("%", "%25")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")

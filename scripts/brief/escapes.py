"""Text from servers and files, made harmless for where it is shown.

HTML is escaped by the template; these are the places that have no template.
"""

from __future__ import annotations


def plain(text: str) -> str:
    """Return `text` as one line of printable characters.

    Control characters, marks that turn the direction of writing and half surrogates go, so
    that nothing can forge a line or break an encoding; `##[`, by which a line of output
    becomes a command to GitHub's runner wherever it stands, is taken apart.
    """
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.replace("##[", "## [").split())


def code(text: str) -> str:
    """Return `text` as a code span of Markdown, in which nothing is a link, a mention or markup."""
    return f"`{plain(text).replace('`', chr(39)) or ' '}`"


def workflow_command(kind: str, path: str, line: int, column: int, message: str) -> str:
    """Return a command that makes GitHub Actions annotate a line of a file.

    `kind` is error, warning or notice. The escapes are the ones that the runner undoes.
    """
    place = f"file={_property(path)},line={line},col={column}"
    return f"::{kind} {place}::{_message(message)}"


def _message(text: str) -> str:
    return plain(text).replace("%", "%25")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")

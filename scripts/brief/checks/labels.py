"""Labels of sections, figures and tables, and the files that the exhibits come from."""

from __future__ import annotations

from collections.abc import Iterator

from brief.checks.model import Brief
from brief.content.labels import EXHIBIT_FOLDERS, LABEL_KINDS, LABEL_PREFIXES
from brief.content.sections import Mention, Node, Section
from brief.exhibits.making import BIBLIOGRAPHY, data_of
from brief.faults import Fault, Faults, did_you_mean

LABELLED = {
    "sec-": ("a heading", ("HEADING",)),
    "fig-": ("an exhibit or a picture", ("DIV", "IMAGE")),
    "tbl-": ("an exhibit or a table", ("DIV", "TABLE")),
}
"""The things that may have a label, by its prefix: in words, and as parts of the kinds of nodes."""

HOLDERS = ("HEADING", "IMAGE_LINK", "LINK", "CODE_BLOCK", "INLINE_CODE")
"""The kinds of nodes that may have a label, besides blocks (DIV), tables and spans of all kinds."""


def reference_faults(section: Section, brief: Brief) -> Iterator[Fault]:
    """Yield the faults in the labels of a section, and in its references to labels."""
    known = [label.name for label in brief.labels]
    for label, holder in _labels_with_holders(section):
        right, kinds = LABELLED.get(label.name[:4], ("", ("",)))
        if not any(kind in holder.kind for kind in kinds):
            problem = f"{label.name} is the label of something that is not {right}"
            yield label.fault(problem, f"move it to {right}, or rename it")
    for mixture in _mixtures(section):
        problem = f"{mixture.name} mixes a reference with a source"
        yield mixture.fault(problem, "give each its own brackets: the source becomes a note")
    for reference in section.references if brief.complete else ():
        if reference.name not in known:
            alike = [f"@{name}" for name in known if name[:4] == reference.name[:4]]
            problem = f"no {LABEL_KINDS[reference.name[:4]]} has the label {reference.name}"
            yield reference.fault(problem, did_you_mean(f"@{reference.name}", alike))


def _labels_with_holders(section: Section) -> Iterator[tuple[Mention, Node]]:
    """Yield each label with the innermost heading, block, picture, table … around it."""

    def walk(node: Node, around: Node) -> Iterator[tuple[Mention, Node]]:
        if node.kind == "ATTR_ID":
            yield section.mention(node, section.text(node).lstrip("#")), around
        is_holder = node.kind in HOLDERS or any(part in node.kind for part in ("DIV", "TABLE", "SPAN"))
        for child in node.children:
            yield from walk(child, node if is_holder else around)

    return walk(section.root, section.root)


def _mixtures(section: Section) -> Iterator[Mention]:
    """Yield the brackets that hold a reference and a citation of a source."""
    for node in section.root.find("CITATION"):
        keys = [section.text(key) for key in node.find("CITATION_KEY", "CROSSREF_KEY")]
        if len({key.startswith(LABEL_PREFIXES) for key in keys}) > 1:
            yield section.mention(node)


def label_faults(brief: Brief) -> Iterator[Fault]:
    """Yield a fault for each label that is given a second time."""
    first: dict[str, Mention] = {}
    for label in brief.labels:
        if label.name in first:
            earlier = first[label.name]
            problem = f"the label {label.name} is taken in {earlier.path}:{earlier.line}"
            yield label.fault(problem, "give one of the two another label")
        first.setdefault(label.name, label)


def exhibit_faults(brief: Brief) -> Iterator[Fault]:
    """Yield the faults between the places of exhibits, their files and their data."""
    placed = [exhibit for section in brief.sections for exhibit in section.exhibits]
    for exhibit in placed:
        folder, name = EXHIBIT_FOLDERS[exhibit.name[:4]], exhibit.name[4:]
        if exhibit.name not in brief.programs:
            alike = [label for label in brief.programs if label[:4] == exhibit.name[:4]]
            yield exhibit.fault(f"there is no scripts/{folder}/{name}.py", did_you_mean(exhibit.name, alike))
    labels = {exhibit.name for exhibit in placed}
    for label, program in brief.programs.items():
        if label not in labels and brief.complete:
            remedy = f"place it with ::: {{#{label}}}, or remove the file"
            yield Fault(str(program), 1, 1, f"no section places {label}", remedy, warning=True)
        try:
            names = data_of(program)
        except Faults as error:
            yield from error.faults
            continue
        for data in names:
            if brief.tables is not None and data != BIBLIOGRAPHY and data not in brief.tables:
                remedy = did_you_mean(data, brief.tables)
                yield Fault(str(program), 1, 1, f"there is no data called {data}", remedy)

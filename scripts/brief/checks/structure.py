"""What a section has to be by itself: not empty, under a heading, in plain Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from brief.content.sections import Section
from brief.faults import Fault


def structure_faults(section: Section) -> Iterator[Fault]:
    """Yield what is wrong with the section's own shape."""
    if section.is_empty:
        yield Fault(section.path, 1, 1, "the section is empty", "write it, or remove the file")
        return
    for heading in section.empty_headings:
        yield heading.fault(
            f"nothing stands under the heading {heading.name}", "write it, or remove the heading"
        )
    if not section.headings or section.headings[0][1] != 1:
        problem = "the section does not begin with a heading of the first level"
        remedy = "begin the file with a line like # Introduction {#sec-introduction}"
        yield Fault(section.path, 1, 1, problem, remedy)
    for block in section.front_matter:
        remedy = "write title, date and the like in brief.yaml; for a line between paragraphs write * * *"
        yield block.fault("front matter stands in a section, and would not be printed", remedy)
    for marks in section.deep_headings:
        problem = f"a heading has {len(marks.name)} #, and there are 6 levels"
        yield marks.fault(problem, "take some away, or write it as a paragraph")
    for comment in section.unclosed_comments:
        yield comment.fault("<!-- opens a comment that nothing closes", "close it with -->")
    for mention in section.raw_markup:
        text = mention.name.strip().splitlines()[0]
        yield mention.fault(
            f"raw markup {text[:40]}", "write it in Markdown; comments <!-- … --> are allowed"
        )
    for mention in section.unclosed_shortcodes:
        yield mention.fault("{{< opens and nothing closes it", "write it as {{< var table.row >}}")

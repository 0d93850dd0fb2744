"""What the link check asks on behalf of a brief: its addresses, and what is quoted from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from brief.content.bibliography import Bibliography, first_family, load_bibliography, unbraced
from brief.content.sections import load_sections
from brief.links.collect import collect_links, days_read
from brief.links.probing.cited import Article, Cited
from brief.quotations.passages import load_passages
from brief.quotations.snapshots import snapshot_paths
from brief.quotations.wanted import passages_by_address, quotations_of


def asked_by(
    bib: Path, sections: Sequence[Path], passages: Path, language: str, snapshots: Path | None = None
) -> Cited:
    """Return what a brief cites and quotes; `snapshots` is the folder of what pages said, if it is kept."""
    bibliography, _ = load_bibliography(bib)
    loaded, _ = load_sections(sections)
    quotations = quotations_of(loaded, bibliography.sources, load_passages(passages), language)
    return Cited(
        days_read(collect_links(bibliography.sources, loaded), bibliography.sources),
        passages_by_address(quotations, bibliography.sources),
        snapshot_paths(bibliography.sources, snapshots) if snapshots else {},
        [*_articles(bibliography)],
    )


def _articles(bibliography: Bibliography) -> Iterator[Article]:
    """Yield the journal articles that have no DOI."""
    for source in bibliography:
        title, author = source.get("title"), source.get("author")
        if source.kind == "article" and title and author and not source.get("doi"):
            yield Article(source.key, unbraced(title), first_family(author))

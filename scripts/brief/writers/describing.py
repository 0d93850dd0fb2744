"""The brief described for machines: by schema.org, by the tags that Zotero reads, as a citation file.

Everything comes from brief.yaml, the bibliography and the description of the data.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from brief.content.bibliography import Source, load_bibliography, names_of, unbraced
from brief.content.metadata import Metadata, load_metadata
from brief.content.variables import filled
from brief.data.tables import load_package, read_descriptor
from brief.writers.citing import bibtex

LICENSES = {"CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/"}
"""The pages that explain licenses to readers; the page of any other license is SPDX's."""

KINDS = {
    "article": "ScholarlyArticle",
    "book": "Book",
    "inbook": "Chapter",
    "incollection": "Chapter",
    "inproceedings": "ScholarlyArticle",
    "online": "WebPage",
    "report": "Report",
    "thesis": "Thesis",
}
"""The types of schema.org for the kinds of entries; any other kind is a CreativeWork."""


@dataclass(frozen=True)
class Description:
    """All that describes the brief; `abstract` has its numbers filled in."""

    metadata: Metadata
    abstract: str
    sources: tuple[Source, ...]
    package: Mapping[str, Any]
    """The content of datapackage.json."""

    @property
    def license_url(self) -> str:
        """The address of the license of the text, or an empty text."""
        name = self.metadata["license"] or ""
        return LICENSES.get(name, f"https://spdx.org/licenses/{name}" if name else "")

    def schema_org(self) -> dict[str, Any]:
        """Return the brief as a Report of schema.org, with a `citation` for each source."""
        meta = self.metadata
        report = {
            "@context": "https://schema.org",
            "@type": "Report",
            "name": meta["title"],
            "alternativeHeadline": meta["subtitle"],
            "description": self.abstract,
            "inLanguage": meta["lang"],
            "datePublished": meta["date"],
            "reportNumber": str(meta["number"]) if meta["number"] else None,
            "isPartOf": {"@type": "CreativeWorkSeries", "name": meta["series"]} if meta["series"] else None,
            "keywords": meta["keywords"],
            "license": self.license_url,
            "author": [_person(author) for author in meta["authors"] or []],
            "publisher": {"@type": "Organization", "name": meta["publisher"]} if meta["publisher"] else None,
            "isBasedOn": [*self._restated(), self._dataset()],
            "citation": [_work(source) for source in self.sources],
        }
        return _filled(report)

    def _restated(self) -> list[dict[str, Any]]:
        """Return the published work that the brief restates, as far as it is known."""
        description = (self.metadata["restates"] or {}).get("description")
        return [{"@type": "CreativeWork", "description": description}] if description else []

    def _dataset(self) -> dict[str, Any]:
        files = [
            _filled(
                {
                    "@type": "DataDownload",
                    "name": resource.get("title", resource["name"]),
                    "description": resource.get("description"),
                    "contentUrl": f"data/{resource['path']}",
                    "encodingFormat": resource.get("mediatype", "text/csv"),
                }
            )
            for resource in self.package["resources"]
        ]
        dataset = {
            "@type": "Dataset",
            "name": self.package.get("title", self.package.get("name")),
            "description": self.package.get("description"),
            "license": self.license_url,
            "distribution": files,
        }
        return _filled(dataset)

    def tags(self) -> str:
        """Return the `meta` elements of the page: Highwire Press's and Dublin Core's names."""
        meta = self.metadata
        names = [author["name"] for author in meta["authors"] or []]
        pairs: list[tuple[str, str | None]] = [
            ("description", self.abstract),
            ("citation_title", meta["title"]),
            *(("citation_author", name) for name in names),
            ("citation_publication_date", meta["date"].replace("-", "/")),
            ("citation_technical_report_institution", meta["publisher"]),
            ("citation_technical_report_number", meta["number"] and str(meta["number"])),
            ("citation_language", meta["lang"]),
            ("citation_keywords", "; ".join(meta["keywords"] or [])),
            ("DC.title", meta["title"]),
            *(("DC.creator", name) for name in names),
            ("DC.date", meta["date"]),
            ("DC.type", "Report"),
            ("DC.language", meta["lang"]),
            ("DC.publisher", meta["publisher"]),
            ("DC.rights", self.license_url),
            *(("DC.subject", word) for word in meta["keywords"] or []),
        ]
        return "\n".join(
            f'<meta name="{name}" content="{html.escape(value)}">' for name, value in pairs if value
        )

    def citation_file(self) -> dict[str, Any]:
        """Return the content of CITATION.cff (Citation File Format 1.2.0) of the whole repository."""
        meta = self.metadata
        people = [_cff_person(author) for author in meta["authors"] or []]
        nobody = [{"name": meta["publisher"] or "The maintainers of this brief"}]
        report = {
            "type": "report",
            "title": meta["title"],
            "authors": list(people or nobody),
            "institution": {"name": meta["publisher"]} if meta["publisher"] else None,
            "year": int(meta["date"][:4]),
            "month": int(meta["date"][5:7]),
            "languages": [meta["lang"].partition("-")[0]],
            "notes": (meta["restates"] or {}).get("description"),
        }
        return _filled(
            {
                "cff-version": "1.2.0",
                "message": "If you use this brief or its data, please cite it as below.",
                "type": "dataset",
                "title": meta["title"],
                "abstract": self.abstract,
                "authors": people or nobody,
                "date-released": meta["date"],
                "license": meta["license"],
                "keywords": meta["keywords"],
                "preferred-citation": _filled(report),
            }
        )


def _person(author: Mapping[str, Any]) -> dict[str, Any]:
    orcid, affiliation = author.get("orcid"), author.get("affiliation")
    return _filled(
        {
            "@type": "Person",
            "name": author["name"],
            "@id": f"https://orcid.org/{orcid}" if orcid else None,
            "affiliation": {"@type": "Organization", "name": affiliation} if affiliation else None,
        }
    )


def _cff_person(author: Mapping[str, Any]) -> dict[str, Any]:
    given, _, family = author["name"].rpartition(" ")
    orcid = author.get("orcid")
    return _filled(
        {
            "given-names": given,
            "family-names": family,
            "affiliation": author.get("affiliation"),
            "orcid": f"https://orcid.org/{orcid}" if orcid else None,
        }
    )


def _work(source: Source) -> dict[str, Any]:
    """Return a source as a work of schema.org."""
    body = unbraced(source.get("organization", "institution", "publisher"))
    doi = source.get("doi")
    return _filled(
        {
            "@type": KINDS.get(source.kind, "CreativeWork"),
            "name": unbraced(source.get("title", "type")),
            "alternateName": unbraced(source.get("title_romanised")),
            "author": [{"@type": "Person", "name": name} for name in names_of(source.get("author"))],
            "publisher": {"@type": "Organization", "name": body} if body else None,
            "isPartOf": unbraced(source.get("journaltitle", "booktitle", "series")),
            "datePublished": source.get("date", "year"),
            "inLanguage": source.written_in,
            "url": source.get("url") or (f"https://doi.org/{doi}" if doi else ""),
        }
    )


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values without the empty ones: None, empty texts and lists."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


class _Plain(yaml.SafeDumper):
    """Writes each value out where it stands: some readers of such files do not know YAML's aliases."""

    def ignore_aliases(self, data: object) -> bool:
        """Return that no value becomes an alias."""
        return True


def describe(metadata: Path, bib: Path, data: Path) -> tuple[dict[str, Any], str]:
    """Return what the page says of the brief, and the text of CITATION.cff."""
    read, tables = load_metadata(metadata), load_package(data)
    bibliography, _ = load_bibliography(bib)
    abstract = " ".join(filled(read["abstract"] or "", tables, read.language).split())
    description = Description(read, abstract, bibliography.sources, read_descriptor(data))
    page = {
        "schema_org": description.schema_org(),
        "tags": description.tags(),
        "license": read["license"],
        "bibtex": bibtex(read),
    }
    citation = yaml.dump(
        description.citation_file(), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=96
    )
    return page, f"# Made by describe_brief.py from report/brief.yaml.\n{citation}"

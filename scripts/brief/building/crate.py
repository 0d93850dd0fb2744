"""The brief with all that it is made of as an RO-Crate, for a repository such as Zenodo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from brief.writers.mediatypes import MEDIA_TYPES

WORKFLOW = "Snakefile"


def crate_metadata(
    description: dict[str, Any], date: str, inputs: list[str], machinery: list[str], outputs: list[str]
) -> str:
    """Return ro-crate-metadata.json: the report, its files, and the run that made the ones of the others."""
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

    crate = ROCrate(gen_preview=False)
    report = description["schema_org"]
    crate.name, crate.description = report["name"], report.get("description", report["name"])
    crate.root_dataset["datePublished"] = date
    if "license" in report:
        crate.license = report["license"]
    names = (*inputs, *machinery, *outputs)
    entities = {name: crate.add_file(dest_path=name, properties=_properties(name)) for name in names}
    workflow = crate.add_workflow(dest_path=WORKFLOW, main=True, lang="snakemake")
    build = {"@type": "CreateAction", "name": "make brief", "instrument": {"@id": workflow.id}}
    action = crate.add(ContextEntity(crate, "#build", properties=build | {"endTime": date}))
    action["object"] = [entities[name] for name in inputs]
    action["result"] = [entities[name] for name in outputs]
    crate.root_dataset["mentions"] = [action]
    for key in ("inLanguage", "keywords"):
        if key in report:
            crate.root_dataset[key] = report[key]
    for key in ("author", "publisher"):
        people = report.get(key, [])
        named = [_entity(crate, person) for person in (people if isinstance(people, list) else [people])]
        if named:
            crate.root_dataset[key] = named
    return json.dumps(crate.metadata.generate(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _entity(crate: Any, described: dict[str, Any]) -> Any:
    """Add a person or an organization, with where a person works, and return it."""
    from rocrate.model.contextentity import ContextEntity

    plain = {key: value for key, value in described.items() if key not in ("@id", "affiliation")}
    if "affiliation" in described:
        plain["affiliation"] = {"@id": _entity(crate, described["affiliation"]).id}
    return crate.add(
        ContextEntity(crate, described.get("@id", f"#{quote(described['name'])}"), properties=plain)
    )


def _properties(name: str) -> dict[str, Any]:
    suffix = Path(name).suffix
    kind = MEDIA_TYPES.get(suffix, "application/octet-stream")
    return {"name": name, "encodingFormat": kind}

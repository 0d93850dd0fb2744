"""Pages out of Jinja templates: all values are escaped, and an unknown name is an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def fill(template: Path, filters: Mapping[str, Callable[..., Any]] | None = None, **values: Any) -> str:
    """Return a template filled with values; `filters` are functions that it may call on them."""
    environment = Environment(
        loader=FileSystemLoader(template.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters or {}
    return environment.get_template(template.name).render(**values)

"""A series of many briefs for benchmarks: other text, data, charts and languages in each, out of a seed."""

from __future__ import annotations

import csv
import json
import random
import shutil
from pathlib import Path

SMALL = Path(__file__).parents[1] / "small"
LANGUAGES = ("de", "en", "fr", "ru")
WORDS = {
    "de": "Wasser Strom Netz Vertrag Bezirk Straße Schule Bericht Ernte Grenze zeigt nennt prüft und mit",
    "en": "water power grid treaty district road school report harvest border shows names checks and with",
    "fr": "eau énergie réseau accord région route école rapport récolte frontière montre nomme vérifie et",
    "ru": "вода энергия сеть договор район дорога школа отчёт урожай граница строит проверяет и",
}


def make_series(folder: Path, count: int, *, seed: int = 1, shard: int = 25, first: int = 0) -> None:
    """Write a series of briefs; `first` is the number of the first, so that one can grow."""
    for number in range(first, count):
        make_brief(folder / f"briefs/b{number:04}", random.Random(f"{seed} {number}"), number)
    text = f'title: A series\nbriefs: ["briefs/*"]\nstyle: style\nshard: {shard}\n'
    (folder / "series.yaml").write_text(text)
    (folder / "style").mkdir(exist_ok=True)
    shutil.copy(SMALL / "report/style/tokens.yaml", folder / "style")


def make_brief(folder: Path, chance: random.Random, number: int) -> None:
    """Write one brief: the small one, with what `chance` makes of it."""
    shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns("style", "__pycache__"))
    lang = chance.choice(LANGUAGES)
    metadata = (folder / "report/brief.yaml").read_text()
    metadata = metadata.replace("lang: de", f"lang: {lang}").replace("number: 2", f"number: {number + 1}")
    title = f"title: {json.dumps(_sentence(chance, lang, 4), ensure_ascii=False)}"
    (folder / "report/brief.yaml").write_text(metadata.replace('title: "Energie am Issyk-Kul"', title))
    section = folder / "report/02-schluss.md"
    paragraphs = [_paragraph(chance, lang) for _ in range(chance.randint(2, 8))]
    section.write_text("\n\n".join([section.read_text(), *paragraphs]) + "\n")
    _vary_data(folder / "data/energie.csv", chance)
    chart = folder / "scripts/charts/energie.py"
    chart.write_text(chart.read_text().replace("Balkendiagramm", _sentence(chance, lang, 3)[:-1]))


def _vary_data(path: Path, chance: random.Random) -> None:
    """Give the rows of the chart other numbers, and the sum its due."""
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows[:-1]:
        row["leistung"] = str(chance.randint(10, 990))
    rows[-1]["value"] = str(sum(int(row["leistung"]) for row in rows[:-1]))
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _paragraph(chance: random.Random, lang: str) -> str:
    return " ".join(_sentence(chance, lang, chance.randint(6, 18)) for _ in range(chance.randint(2, 6)))


def _sentence(chance: random.Random, lang: str, length: int) -> str:
    text = " ".join(chance.choice(WORDS[lang].split()) for _ in range(length))
    return f"{text[0].upper()}{text[1:]}."

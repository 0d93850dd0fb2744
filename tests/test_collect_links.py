"""Where links come from: fields of sources, notes, sections; each with its line."""

# ruff: noqa: E501 (one row a case)

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.content.bibliography import load_bibliography
from brief.content.sections import parse_section
from brief.links.collect import collect_links, trimmed, unescaped
from brief.links.text import readable, similarity, text_fingerprint, title_of


def links(folder: Path, fields: str) -> list[tuple[str, int]]:
    """Return the links of an entry with these fields, each with its line; fields begin in line 2."""
    path = folder / "x.bib"
    path.write_text(f"@online{{key,\n{fields}}}\n", encoding="utf-8")
    bibliography, _ = load_bibliography(path)
    return [(link.url, link.line) for link in collect_links(bibliography.sources, [])]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param("url = {https://a.example/x},\n", [("https://a.example/x", 2)], id="url"),
        pytest.param("title = {T},\nurl = {https://a.example/x},\n", [("https://a.example/x", 3)], id="line of the field"),
        pytest.param("url = {https://a.example/\\%D1\\_x\\&y\\#z\\~{}b},\n", [("https://a.example/%D1_x&y#z~b", 2)], id="escapes are undone once"),
        pytest.param("url = {https://a.example/100\\%25},\n", [("https://a.example/100%25", 2)], id="and once alone"),
        pytest.param("url = {\\url{https://a.example/a_b}},\n", [("https://a.example/a_b", 2)], id="url in url"),
        pytest.param("doi = {10.1000/182},\n", [("https://doi.org/10.1000/182", 2)], id="doi"),
        pytest.param("doi = {https://doi.org/10.1000/182},\n", [("https://doi.org/10.1000/182", 2)], id="doi as an address"),
        pytest.param("doi = {10.1002/(SICI)1<1::AID>2.0.CO;2-#},\n", [("https://doi.org/10.1002/(SICI)1%3C1::AID%3E2.0.CO;2-%23", 2)], id="an odd doi"),
        pytest.param("doi = {https://dx.doi.org/10.1002/1%3C2},\n", [("https://doi.org/10.1002/1%3C2", 2)], id="an odd doi as an address is encoded once"),
        pytest.param("doi = {10.1000/a%3Cb\\_c},\n", [("https://doi.org/10.1000/a%253Cb_c", 2)], id="a percent sign of a doi is its own"),
        pytest.param("doi = {DOI: 10/abc},\n", [("https://doi.org/10/abc", 2)], id="a short doi"),
        pytest.param("doi = {11.1/x},\n", [("doi:11.1/x", 2)], id="no doi"),
        pytest.param("url = {https://a.example/},\ndoi = {10.1000/182},\n", [("https://a.example/", 2), ("https://doi.org/10.1000/182", 3)], id="url and doi are two"),
        pytest.param("eprint = {1706.03762},\neprinttype = {arxiv},\n", [("https://arxiv.org/abs/1706.03762", 2)], id="arxiv"),
        pytest.param("eprint = {arXiv:hep-th/9711200},\narchiveprefix = {arXiv},\n", [("https://arxiv.org/abs/hep-th/9711200", 2)], id="arxiv of old"),
        pytest.param("url = {https://a.example/{X}$\\sim$y\\textasciitilde z\\textunderscore{}w},\n", [("https://a.example/X~y~z_w", 2)], id="other spellings of tilde and underscore"),
        pytest.param("url = {https://a.example/x https://b.example/y},\n", [("https://a.example/x https://b.example/y", 2)], id="a blank is kept, to be found invalid"),
        pytest.param("eprint = {10419/1},\neprinttype = {hdl},\n", [("https://hdl.handle.net/10419/1", 2)], id="handle"),
        pytest.param("eprint = {x},\neprinttype = {else},\n", [("", 1)], id="another eprint is no link"),
        pytest.param("note = {See \\url{https://a.example/n\\_1} and https://b.example/(x).},\n", [("https://a.example/n_1", 2), ("https://b.example/(x)", 2)], id="note"),
        pytest.param("howpublished = {\\href{https://a.example/}{here}},\n", [("https://a.example/", 2)], id="howpublished"),
        pytest.param("title = {T https://no.example/},\n", [("", 1)], id="no link"),
        pytest.param("url = {https://a.example/},\nnote = {\\url{https://a.example/}},\n", [("https://a.example/", 2)], id="the same twice is one"),
    ],
)  # fmt: skip
def test_fields(fields: str, expected: list[tuple[str, int]], tmp_path: Path) -> None:
    """Each field gives the links it names."""
    assert links(tmp_path, fields) == expected


def test_sections() -> None:
    """A link, an address in pointed brackets or bare, also in a note; not in code, not within the brief."""
    text = """# A

See [b](https://b.example/y_z), <https://c.example/x> or https://d.example/(1).
`https://code.example` [up](#a) [mail](mailto:x@y.example) [odd](ftp://e.example/f.)

[^1]: Note: https://f.example/.

<!-- https://hidden.example/ and
https://hidden.example/2 -->

```
https://code.example/
```

See [r] and [s](https://s.example/a\\_b).

[r]: https://r.example/x
"""
    links = collect_links([], [parse_section("01-a.md", text)])
    assert [(link.url, link.line, link.key) for link in links] == [
        ("https://b.example/y_z", 3, ""),
        ("https://c.example/x", 3, ""),
        ("https://d.example/(1)", 3, ""),
        ("ftp://e.example/f.", 4, ""),
        ("https://f.example/", 6, ""),
        ("https://s.example/a_b", 15, ""),
        ("https://r.example/x", 17, ""),
    ]


@pytest.mark.parametrize(
    ("text", "url"),
    [("http://a/b.", "http://a/b"), ("http://a/(b)", "http://a/(b)"), ("http://a/b),", "http://a/b"), ("http://a/?!", "http://a/")],
)  # fmt: skip
def test_trimmed(text: str, url: str) -> None:
    """Punctuation of the sentence is not of the address."""
    assert trimmed(text) == url


@given(st.from_regex(r"https://a\.example/[\w%#&~.-]{0,30}", fullmatch=True))
def test_escaping_comes_back(url: str) -> None:
    """The escapes of BibTeX are undone."""
    escaped = url.replace("~", "\\~{}")
    for letter in "%_&#":
        escaped = escaped.replace(letter, f"\\{letter}")
    assert unescaped(escaped) == url
    assert unescaped(url) == url


def test_readable_text() -> None:
    """The readable text has no scripts, styles, comments, titles or tags; entities are letters."""
    page = "<head><title>T</title></head><p>Caf&eacute; &amp; <b>bar</b><script>x='<p>no'</script> 1 < 2<!-- no --><style>no"
    assert readable(page) == "Café & bar 1 < 2"
    assert title_of("<html><TITLE lang='x'>\n A &lt; B </TITLE>") == "A < B"


@given(st.text("<>!-/abscriptyle &;\"' \n", max_size=300))
def test_any_page_is_read(page: str) -> None:
    """No page, however broken, stops the reading."""
    assert isinstance(readable(page), str)
    assert isinstance(title_of(page), str)


WORDS = st.lists(st.sampled_from([f"word{n}" for n in range(300)]), min_size=1, max_size=400)


@given(WORDS, WORDS)
def test_similarity(left: list[str], right: list[str]) -> None:
    """From 0 to 1, the same either way, 1 for the same text."""
    first, second = text_fingerprint(" ".join(left)), text_fingerprint(" ".join(right))
    assert first is not None
    assert second is not None
    assert similarity(first, first) == 1
    assert similarity(first, second) == similarity(second, first)
    assert 0 <= similarity(first, second) <= 1


def test_similarity_of_an_edit() -> None:
    """A page with a paragraph more is the same page; another page is not."""
    words = [f"word{n * 7919 % 1000}" for n in range(1000)]
    page, edited = " ".join(words), " ".join(words[:900] + ["new"] * 50 + words[900:])
    other = " ".join(f"else{n * 7919 % 1000}" for n in range(1000))
    assert similarity(text_fingerprint(page), text_fingerprint(edited)) > 0.8
    assert similarity(text_fingerprint(page), text_fingerprint(other)) < 0.1
    assert text_fingerprint("") is None

"""A source out of its address, DOI, ISBN or arXiv number: one entry for the bibliography.

`given` reads what an editor types, `asking` asks for it by the link check's guarded transport. What
came back becomes `Facts` in `pagefacts` (HTML), `jsonld`, `pdffacts` or `records` (DOI, ISBN), each
with where it came from. `entries` makes an entry of them, `keys` its key, `layout` its text.
"""

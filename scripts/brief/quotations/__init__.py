"""The quotations of a brief, held against the pages that they are quoted from.

`quoting` reads them from the sections, `passages` reads bib/passages.csv, `wanted` joins the two and
says where to look. A page becomes text in `pagetext` (HTML) or `pdftext` (PDF), and `normalising`
makes two texts comparable. `matching` looks for a passage, `nearest` for the one most like it.
Nothing here uses a network or knows a ledger; that is the link check's.
"""

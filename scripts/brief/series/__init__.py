"""A series of briefs, built together: only those that are due, many in one process.

`planning` says which briefs are due and parts them into shards; `shards` builds one, each brief by
the `recipe` of the Snakefile; `outcomes` are what is kept of every brief, and what the lists of the
series are made of.
"""

"""The manuscript: sections, exhibits, numbers, references and notes, resolved once.

It is a Pandoc document that three writers print. Beyond plain Pandoc it has:

- headings that begin with a span of class `number`, unless they are `unnumbered`;
- charts and tables, each a div of class `exhibit` with a `kind` (figure or table) and the parts
  `caption` (which begins with a span of class `label`), `body`, `note`, `credits` and, under a
  chart, `numbers`;
- numbers out of the data, each a span of class `datum` that names its cell in `data-var`;
- passages in another language, each a span with `lang`.
"""

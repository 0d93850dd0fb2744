"""The manuscript: sections, exhibits, numbers, references and notes, resolved once.

It is a Pandoc document that three writers print. What stands in it beyond plain Pandoc:

- headings begin with a span of class `number`, unless they are `unnumbered`;
- a chart or table is a div of class `exhibit` with a `kind` (figure or table) and the parts
  `caption` (which begins with a span of class `label`), `body`, `note`, `credits` and, under a
  chart, `numbers`;
- a number out of the data is a span of class `datum` that says which, in `data-var`;
- passages in another language are spans with `lang`.
"""

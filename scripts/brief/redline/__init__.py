"""What has changed between two manuscripts: both in one document, which both writers print.

The document says what came and what went in the words that Pandoc has for tracked changes:

- a span of class `insertion` or `deletion` holds what came or went inside a paragraph;
- an empty span of class `paragraph-insertion` or `paragraph-deletion` ends a paragraph that came
  or went as a whole, and one of class `row-…` begins such a row of a table;
- a span of class `divide-insertion` or `divide-deletion` with a pilcrow ends a paragraph where one was
  divided, or two were joined: the end of the paragraph came or went, and its text stayed;
- the attribute `move` of two spans gives both the same number: their text is the same, and has moved;
- a div of class `insertion` or `deletion` holds a block without text of its own, as a rule.

Leaving out what was deleted gives the new manuscript, leaving out what was inserted the old one.
"""

INSERTION, DELETION = "insertion", "deletion"
"""The two kinds of changes."""

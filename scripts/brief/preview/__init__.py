"""The preview: a page on loopback that follows the files while an editor writes.

`watching` notices edits, `worker` runs a process that makes each version, `making` makes it by
the build's programs, of which `steps` repeats only those that are due; `texts` reads the words of the
sheets out of the PDF, and `word` makes the Word file when somebody asks. `board` holds the newest
version, with what `constructs` marks in the line of a fault, and `server` sends it to the browser.
`preview_brief.py` joins all of them.

The page around the brief is `preview.html`: `preview.js` follows the server's events, `page.js` and
`sheets.js` show page and sheets, `following.js` moves one with the other, `faults.js` lists what is
wrong.
"""

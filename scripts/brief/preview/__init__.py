"""The preview: a page on loopback that follows the files while an editor writes.

`watching` notices edits, `worker` runs a process that makes each version, `making` makes it by
the build's programs, of which `steps` repeats only those that are due. `board` holds the newest
version, and `server` sends it to the browser. `preview_brief.py` joins all of them.
"""

"""make why: what the last build redid, in plain words, and because of which change."""

from __future__ import annotations

from conftest import PROJECT, Folder


def why(folder: Folder) -> list[str]:
    """Return the lines that the program prints."""
    done = folder.run("python", PROJECT / "scripts/explain_build.py")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_why(small: Folder, rebuilt: Folder) -> None:
    """Nothing yet, everything for the first time, an edit, a missing file, a setting."""
    assert why(small) == ["Nothing has been built here yet: run make brief."]
    first = why(rebuilt)
    assert "did 16 of 16 steps" in first[0]
    assert first[1:] == ["Nothing was there before."]
    rebuilt.replace("report/02-schluss.md", "Zurück", "Wieder")
    assert rebuilt.snakemake("--quiet", "all").returncode == 0
    edited = why(rebuilt)
    assert "did 11 of 16 steps" in edited[0]
    assert edited[1] == (
        "report/02-schluss.md has changed, and check_brief, judge_links and list_inputs read it."
    )
    assert edited[2].endswith("came after: they work on what these made.")
    (rebuilt.path / "build/brief.html").unlink()
    rebuilt.replace("config.yaml", "uncited_source: fault", "uncited_source: warning")
    assert rebuilt.snakemake("--quiet", "all").returncode == 0
    told = why(rebuilt)
    assert "The outputs of publish_brief were not there yet." in told
    assert "A setting of check_brief has changed." in told

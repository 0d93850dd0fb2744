"""The rules between observations and verdicts."""


# ruff: noqa: D103
# The names of the tests say what holds.

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.links.history import failing_since, is_red, observed, with_accepted_text
from brief.links.model import Probe, Verdict
from brief.links.timestamps import timestamp
from link_cases import after, probe
from link_histories import anything, course, history, hours

PAUSES = ("restricted", "rate_limited", "suspect", "unchecked", "no_link", "invalid", "refused")
FAILURES = ("missing", "transient", "tls_error")
TEXT, OTHER = (
    "the cat sat on the mat and looked at the moon " * 9,
    "a dog ran far over green hills in spring " * 9,
)


def verdict(*seen: tuple[str, float]) -> Verdict:
    return history(*(probe(observation, days) for observation, days in seen)).verdict


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        pytest.param([("missing", 0)], "missing", id="one 404 is an observation"),
        pytest.param([("missing", 0), ("missing", 3)], "missing", id="two are not enough"),
        pytest.param([("missing", 0), ("missing", 3), ("missing", 6)], "dead", id="three are"),
        pytest.param(
            [("missing", 0), ("missing", 2.99), ("missing", 6)], "missing", id="too soon does not count"
        ),
        pytest.param(
            [("missing", 0), ("alive", 3), ("missing", 6), ("missing", 9)], "missing", id="alive clears"
        ),
        pytest.param(
            [("missing", 0), ("restricted", 3), ("missing", 6), ("missing", 9)], "dead", id="a pause does not"
        ),
        pytest.param(
            [("missing", 0), ("missing", 3), ("missing", 6), ("rate_limited", 9)],
            "dead",
            id="dead stays dead",
        ),
        pytest.param(
            [("missing", 0), ("missing", 3), ("missing", 6), ("alive", 9)], "alive", id="dead comes back"
        ),
        pytest.param([("missing", 0), ("missing", 3), ("transient", 6)], "transient", id="kinds count apart"),
        pytest.param(
            [("transient", 0), ("transient", 3), ("tls_error", 6)], "tls_error", id="trouble of six days"
        ),
        pytest.param(
            [("transient", 0), ("transient", 3.5), ("tls_error", 7)], "ailing", id="trouble of seven days"
        ),
        pytest.param([("transient", day) for day in range(7)], "transient", id="daily trouble of six days"),
        pytest.param([("transient", day) for day in range(8)], "ailing", id="daily trouble of seven days"),
        pytest.param(
            [("transient", 0), ("transient", 20)], "transient", id="twice in three weeks is not thrice"
        ),
        pytest.param(
            [("transient", 7 * week) for week in range(9)], "ailing", id="trouble alone is never death"
        ),
        pytest.param(
            [("missing", 0), ("missing", 3), ("missing", 6), ("refused", 9)],
            "refused",
            id="refused stays red",
        ),
    ],
)
def test_verdict(seen: list[tuple[str, float]], expected: str) -> None:
    assert verdict(*seen) == expected


def test_two_410_are_enough() -> None:
    assert (
        history(probe("missing", 0, http_status=410), probe("missing", 3, http_status=410)).verdict == "dead"
    )


def test_410_and_404_are_not() -> None:
    for first, second in permutations((410, 404)):
        row = history(probe("missing", 0, http_status=first), probe("missing", 3, http_status=second))
        assert row.verdict == "missing"


def test_a_410_that_does_not_count_does_not_count() -> None:
    row = history(
        probe("missing", 0, http_status=404),
        probe("missing", 1, http_status=410),
        probe("missing", 3, http_status=410),
    )
    assert (row.gone, row.gone_410, row.verdict) == (2, 1, "missing")


def test_drifted_until_accepted() -> None:
    row = history(probe("alive", 0, fingerprint=_print(TEXT)), probe("alive", 7, fingerprint=_print(OTHER)))
    assert (row.verdict, row.last_alive, row.fingerprint) == ("drifted", after(7), _print(TEXT))
    row = with_accepted_text(row, _print(OTHER), after(8))
    assert (row.verdict, row.fingerprint, row.accepted) == ("alive", _print(OTHER), after(8))
    assert observed(row, probe("moved", 14, fingerprint=_print(OTHER)), after(0)).verdict == "moved"


def test_drifted_clears_failures() -> None:
    row = history(
        probe("alive", 0, fingerprint=_print(TEXT)),
        probe("missing", 7),
        probe("alive", 14, fingerprint=_print(OTHER)),
    )
    assert (row.verdict, row.gone) == ("drifted", 0)


def test_drifted_stays_while_the_text_is_not_seen() -> None:
    row = history(
        probe("alive", 0, fingerprint=_print(TEXT)),
        probe("alive", 7, fingerprint=_print(OTHER)),
        probe("alive", 14),
    )
    assert row.verdict == "drifted"


def test_the_archived_copy_is_not_forgotten() -> None:
    row = history(
        probe("missing", 0, archive_url="https://a.org/1", archive_date="2022-11-15"), probe("missing", 3)
    )
    assert (row.archive_url, row.archive_date) == ("https://a.org/1", "2022-11-15")


def test_failing_since_the_first_failure_after_the_last_success() -> None:
    row = history(probe("missing", 0), probe("alive", 1), probe("transient", 2), probe("missing", 9))
    assert failing_since(row) == after(2)


def test_nothing_is_remembered_of_what_was_not_seen() -> None:
    assert observed(None, probe("unchecked"), after(0)) is None
    assert observed(None, probe("no_link"), after(0)) is None


def test_red() -> None:
    red = {verdict for verdict in Verdict if is_red(verdict, archived=False)}
    assert red == {Verdict.DEAD, Verdict.INVALID, Verdict.REFUSED}
    assert {verdict for verdict in Verdict if is_red(verdict, archived=True)} == {
        Verdict.INVALID,
        Verdict.REFUSED,
    }


def _print(text: str) -> str:
    from brief.links import text as texts

    return texts.text_fingerprint(text)


@settings(deadline=None)
@given(course([*PAUSES, "transient", "tls_error"]))
def test_no_outages_alone_ever_give_dead(seen: list[Probe]) -> None:
    assert history(*seen).verdict != "dead"


@settings(deadline=None)
@given(anything, st.sampled_from(["alive", "moved"]))
def test_a_success_always_clears(seen: list[Probe], success: str) -> None:
    row = history(*seen, probe(success, 50))
    assert (row.gone, row.gone_410, row.trouble, row.verdict) == (0, 0, 0, success)
    assert failing_since(row) is None


@settings(deadline=None)
@given(anything, st.sampled_from(PAUSES))
def test_a_pause_changes_no_count(seen: list[Probe], pause: str) -> None:
    before, then = history(*seen), history(*seen, probe(pause, 50))
    counts = (
        "gone",
        "gone_counted",
        "gone_410",
        "trouble",
        "trouble_since",
        "trouble_counted",
        "trouble_seen",
    )
    assert [getattr(before, name, None) or 0 for name in counts] == [
        getattr(then, name, None) or 0 for name in counts
    ]


@settings(deadline=None)
@given(hours, st.sampled_from(FAILURES))
def test_asking_more_often_neither_hastens_nor_prevents(times: list[int], kind: str) -> None:
    """Asking at every hour counts one failure for 72 hours, and what seldom asking finds it finds too."""
    seldom = history(*(probe(kind, hour / 24) for hour in times))
    hourly = history(*(probe(kind, hour / 24) for hour in range(times[0], times[-1] + 1)))
    counted = max(hourly.gone, hourly.trouble)
    assert counted == (times[-1] - times[0]) // 72 + 1
    assert max(seldom.gone, seldom.trouble) <= counted
    if seldom.verdict in ("dead", "ailing"):
        assert hourly.verdict == seldom.verdict


@settings(deadline=None)
@given(anything)
def test_the_same_probe_twice_changes_nothing(seen: list[Probe]) -> None:
    row = history(*seen)
    assert observed(row, seen[-1], after(0)) == row


@settings(deadline=None)
@given(anything, anything)
def test_an_older_probe_changes_nothing(seen: list[Probe], late: list[Probe]) -> None:
    row = history(*seen)
    for late_probe in late:
        if row.checked and late_probe.checked and late_probe.checked < timestamp(row.checked):
            assert observed(row, late_probe, after(0)) == row

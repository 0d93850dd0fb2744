"""The report on links as JUnit XML, for the services that show test results."""

from __future__ import annotations

from xml.etree import ElementTree

from brief.escapes import plain
from brief.faults import Fault
from brief.links.judgement import Details, JudgedLink, JudgedQuotation, Judgement
from brief.links.model import Verdict
from brief.links.quotation_words import quotation_problem, quotation_remedy
from brief.links.wording import Concern, concern, problem, remedy
from brief.quotations.model import LACKING, Outcome

_SKIPPED = (Verdict.UNCHECKED, Verdict.NO_LINK)


def junit_report(judgement: Judgement) -> str:
    """Return one test case a link and a quotation: red ones fail, those that nobody saw are skipped.

    Expired waivers fail too.
    """
    suite = ElementTree.Element("testsuite", name="links", timestamp=judgement.generated.removesuffix("Z"))
    for link, details in zip(judgement.links, judgement.details, strict=True):
        _link_case(suite, link, details)
    for quotation in judgement.quotations:
        _quotation_case(suite, quotation)
    for fault in judgement.faults:
        if not fault.warning:
            _waiver_case(suite, fault)
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
        suite.set(name, str(len(list(suite.iter(tag)))))
    suite.set("errors", "0")
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites, " ")
    text = ElementTree.tostring(suites, encoding="unicode", xml_declaration=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _link_case(suite: ElementTree.Element, link: JudgedLink, details: Details) -> None:
    name = plain(" ".join(filter(None, [link.key, link.url])))
    case = _case(suite, name, link.file, link.line)
    message = plain(problem(link, details))
    if link.red:
        failure = ElementTree.SubElement(case, "failure", type=link.verdict.value, message=message)
        failure.text = f"{link.file}:{link.line}: {message}; {plain(remedy(link, details))}"
    elif link.verdict in _SKIPPED:
        ElementTree.SubElement(case, "skipped", message=message)
    elif concern(link, details) is not Concern.FINE:
        ElementTree.SubElement(case, "system-out").text = message


def _quotation_case(suite: ElementTree.Element, quotation: JudgedQuotation) -> None:
    case = _case(suite, plain(f"{quotation.key} “{quotation.text}”"), quotation.file, quotation.line)
    if quotation.outcome is Outcome.UNREAD:
        ElementTree.SubElement(case, "skipped", message=plain(quotation.reason or "the page was not read"))
    elif quotation.red:
        message = plain(quotation_problem(quotation))
        failure = ElementTree.SubElement(case, "failure", type="quotation", message=message)
        place = f"{quotation.file}:{quotation.line}"
        failure.text = f"{place}: {message}; {plain(quotation_remedy(quotation))}"
    elif quotation.outcome in LACKING:
        ElementTree.SubElement(case, "system-out").text = plain(quotation_problem(quotation))


def _waiver_case(suite: ElementTree.Element, fault: Fault) -> None:
    message = plain(fault.problem)
    case = _case(suite, message, fault.path, fault.line)
    ElementTree.SubElement(case, "failure", type="waiver", message=message).text = plain(str(fault))


def _case(suite: ElementTree.Element, name: str, file: str, line: int) -> ElementTree.Element:
    return ElementTree.SubElement(
        suite, "testcase", classname=file, name=name, file=file, line=str(line), time="0"
    )

"""Which rules are run: all of them, or those that have something to say of one part of the form while it is typed."""

from dataclasses import replace

from reports.checks.reads import PEERS, part_at, parts_read
from reports.checks.registry import RULES, Case, Finding, Rule, findings_of, in_order


def rules_run() -> int:
    """How many rules a check runs; process rules are in the catalogue, but run where their process does."""
    return sum(each.function is not None for each in RULES.values())


def rules_on(part: str, edition: str) -> list[Rule]:
    """The rules that read something in a part, and so may find something there, in the catalogue's order."""
    return [each for each in RULES.values() if each.function and part in parts_read(each.reads, edition)]


def are_peers_read(part: str, edition: str) -> bool:
    """Whether any rule that is run on a part looks at other organs' reports, so that they must be asked for."""
    return any(PEERS in each.reads for each in rules_on(part, edition))


def run_on(part: str, case: Case) -> list[Finding]:
    """Of what ``run`` finds that which stands in a part or speaks of it, in the same order.

    Only the rules that read something there are run; those that judge the texts of each part by themselves are given
    the texts of this one alone.
    """
    report = case.report
    own = _with_texts_of(part, case)
    found = findings_of(case, rules_on(part, report.edition), own)
    return in_order((each for each in found if part in each.parts(report.official_form)), report.official_form)


def _with_texts_of(part: str, case: Case) -> Case:
    """The case without the texts of other parts, which are unknown then; as it is for a part that has none."""
    form = case.report.official_form
    texts = {key: text for key, text in case.report.texts.items() if part_at(form, key) == part}
    has_texts = any(part_at(form, key) == part for key in form.text)
    return replace(case, report=replace(case.report, texts=texts)) if has_texts else case

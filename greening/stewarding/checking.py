"""Checking the suites for data stewards: every fault at once, and what past cycles say of each rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from upath import UPath

from greening import paths, suites, waivers
from greening.stewarding import rule_pairs
from greening.suite_checks.columns import filled
from greening.suite_checks.faults import Fault
from greening.suites import Rule, Suite

#: What else may lie in the folder of suites.
_KNOWN = ("README.md", "waivers.csv", *suites.NOT_SUITES)

#: Expectations of which everything is known without trying them; all others are tried on a row.
_UNDERSTOOD = (
    *(f"expect_column_values_to_{rest}" for rest in ("be_between", "be_in_set", "not_be_in_set", "be_null", "not_be_null", "be_unique")),
    *(f"expect_column_values_to_{rest}" for rest in ("match_regex", "not_match_regex", "match_regex_list", "not_match_regex_list")),
    *("expect_column_pair_values_a_to_be_greater_than_b", "expect_column_pair_values_to_be_equal", "expect_compound_columns_to_be_unique"),
)


#: Sound rules by suite and by their place in it.
_Rules: TypeAlias = Mapping[str, Mapping[int, Rule]]


@dataclass(frozen=True)
class Checked:
    """What a check says: every fault and every note in words, and how much it looked at; past is empty where no data was asked for."""

    faults: tuple[str, ...]
    notes: tuple[str, ...]
    suites: int
    rules: int
    past: str = ""


def check(expectations: str | UPath, data: str | UPath | None = None) -> Checked:
    """Everything that is wrong with the suites and waivers of the folder; with data also what past cycles below data/raw show."""
    folder = suites.read(expectations)
    by_file = {file: suites.file_faults(file, content, by_rule=True) for file, content in folder.contents.items()}
    rules = {file.removesuffix(".json"): suites.sound_rules(file, folder.contents[file], found) for file, found in by_file.items()}
    untried = [*chain.from_iterable(_untried(name, of_suite) for name, of_suite in rules.items())]
    together = chain.from_iterable(rule_pairs.faults(name, of_suite) for name, of_suite in rules.items())
    # What cannot be evaluated cannot be held against the past.
    past = _Past() if data is None or untried else _past(rules, data)
    found = folder.told([*folder.faults, *chain.from_iterable(by_file.values()), *untried, *together, *past.faults])
    notes = [*_other_files(expectations), *_unsaid(rules), *past.notes]
    counted = sum(map(len, rules.values()))
    return Checked((*found, *waivers.faults(expectations, data or "")), tuple(notes), len(folder.contents), counted, past.looked_at)


def in_words(checked: Checked) -> str:
    """The result of a check as lines for people."""
    notes = [f"note: {note}" for note in checked.notes]
    faults = len(checked.faults)
    if faults:
        end = f"{_counted(faults, 'fault')}: mend {'it' if faults == 1 else 'them'} and check again"
    else:
        end = f"every suite is sound: {_counted(checked.suites, 'suite')}, {_counted(checked.rules, 'rule')}{checked.past}"
    return "\n".join([*checked.faults, *notes, end])


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'s' * (count != 1)}"


@dataclass(frozen=True)
class _Past:
    """What past cycles show: faults, notes, and how much was looked at."""

    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    looked_at: str = ""


def _past(rules: _Rules, data: str | UPath) -> _Past:
    # Only here, since great_expectations takes seconds to import.
    from greening.stewarding import rule_evidence

    evidence = rule_evidence.gathered({name: Suite(name, tuple(of_suite.values())) for name, of_suite in rules.items()}, data)
    looked_at = f", which judged {_counted(evidence.rows, 'row')}, each rule by itself, in {_counted(evidence.submissions, 'past submission')}"
    faults, notes = rule_evidence.faults(rules, evidence), rule_evidence.notes(rules, evidence)
    return _Past(tuple(faults), tuple(notes), looked_at if evidence.submissions else "")


def _untried(name: str, rules: Mapping[int, Rule]) -> list[Fault]:
    """What goes wrong when rules of which little is known are held against a row with something in every column."""
    found = []
    for place, rule in rules.items():
        if rule.expectation.type in _UNDERSTOOD:
            continue
        # Only here, since it takes seconds to import.
        from greening import expectations as engine

        try:
            engine.unmet(filled(name), [rule.expectation])
        # Whatever great_expectations raises, the rule is at fault.
        except Exception as error:
            text = " ".join(str(error).splitlines()[1:]).removeprefix(f"{rule.expectation.place}: ") or str(error)
            found.append(Fault(f"{name}.json", ("expectations", place), f"it cannot be evaluated: {text}", rule.rule))
    return found


def _other_files(expectations: str | UPath) -> list[str]:
    folder = paths.root(str(expectations))
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    others = [name for name in names if name not in _KNOWN and not name.startswith(".") and not name.casefold().endswith(".json")]
    return [f"{name} in {expectations} is no suite and is not read" for name in others]


def _unsaid(rules: _Rules) -> list[str]:
    every = [(f"{name}.{rule.rule}", rule) for name, of_suite in rules.items() for rule in of_suite.values()]
    without = {
        "owner (the role that answers for it)": [name for name, rule in every if not rule.owner],
        "since_year (the first data year that it judges)": [name for name, rule in every if not rule.since_year],
    }
    return [f"{_counted(len(some), 'rule')} without {what}: {', '.join(some[:3])}{' …' * (len(some) > 3)}" for what, some in without.items() if some]

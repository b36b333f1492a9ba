"""A whole call: what is not up to date is run, over as many processes or machines as there are, and then the site."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from greening import locale, paths, waiver_file
from greening.chain import edition, inputs, kept_suites, site_key, work
from greening.chain.cycle import Cycle, Watch
from greening.chain.inputs import Settings
from greening.chain.plan import Register, plan
from greening.chain.pools import Pool, open_pool
from greening.chain.state import State
from greening.errors import CallError, SuiteError


@dataclass(frozen=True)
class Result:
    """What a call brought about: the state of everything asked for, and what is in no group or no organization's folder."""

    states: list[State]
    #: Files that lie outside every organization's folder.
    strays: list[str]
    #: Organizations that roll up to each other.
    loops: list[str]


def run(settings: Settings, years: Sequence[int], organizations: Sequence[str], workers: int | None, scheduler: str, watch: Watch) -> Result:
    """Run every task that a call needs and publish the site of its years.

    `workers` are local processes (one a core where not given), `scheduler` the address of a Dask cluster that is used instead.
    Raises CallError where the call itself is wrong; a failed organization is a state of the result.
    """
    settings = replace(settings, suites=_suites(settings), waivers=_waivers(settings))
    register = Register(settings.data)
    graph = plan(register, years, organizations)
    edition.claim(settings)
    kept_suites.keep(settings.expectations, settings.data, settings.suites)
    with open_pool(workers or os.cpu_count() or 1, scheduler, settings.engine, (settings.data, settings.reports)) as pool:
        done = Cycle(graph, settings, pool, watch).run()
        asked = [done[one] for one in sorted(graph) if one.with_pages]
        touched = sorted({one.year for one in asked})
        _publish_site(register, settings, touched, pool)
    strays = [f"data/raw/{year}/{name}" for year in touched for name in register.strays(year)]
    loops = [f"{code} {year}" for year in touched for code in register.loops(year)]
    return Result(asked, strays, loops)


def _suites(settings: Settings) -> dict[str, str]:
    suites = inputs.of_suites(settings.expectations)
    if not suites:
        raise CallError(f"there are no expectation suites in {settings.expectations}; give their folder with --expectations")
    unknown = [language for language in settings.languages if language not in locale.languages()]
    if unknown or not settings.languages:
        raise CallError(f"no catalogue for language {', '.join(unknown) or '(none given)'}; there is: {', '.join(locale.languages())}")
    return suites


def _waivers(settings: Settings) -> dict[str, str]:
    """What is waived, by organization and year; raises SuiteError, which lists every fault, where the file is not sound."""
    faults = waiver_file.faults(settings.expectations, settings.data)
    if faults:
        raise SuiteError("\n".join([*faults, "nothing was run: mend these lines, and run again"]))
    return waiver_file.keys(settings.expectations)


def _publish_site(register: Register, settings: Settings, years: Sequence[int], pool: Pool) -> None:
    reports, shown = paths.root(settings.reports), edition.shown(settings)
    for year in years:
        told = site_key.told(register, year, settings)
        if settings.force or not site_key.is_current(reports, year, told, shown.data):
            # One year after the other: each lists those before it on the page of all years.
            pool.submit(work.write_site, shown, year, told).result()

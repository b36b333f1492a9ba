"""What it cost: needs, budget and spending, each action's cost beside its result, and what savings paid for; credits after reductions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from greening.charts.budget_lines import STAGES
from greening.figures.names import part_of_name
from greening.formats import is_missing
from greening.money.exchange import is_code
from greening.money.ledger import AMOUNT, RATE, SAVING, USE
from greening.narrative import elements, money_charts
from greening.narrative.report import Report, Row
from greening.narrative.section import Section, section

#: What money is for.
REDUCTION, OFFSET = "reduction", "offset"


def money(report: Report) -> Section:
    """What reductions needed, got and brought, action by action, with the ledger of savings; what credits cost stands with them, further on."""
    spent = amounts(report, REDUCTION)
    headed = [elements.heading(report.text("money.reduction")), spent] if spent else []
    elsewhere = elements.paragraph(report.text("money.elsewhere")) if _amounts(report, OFFSET) else Markup("")
    parts = [*headed, *_actions(report), *_savings(report), *_conversions(report), elsewhere, _left_out(report)]
    return section(report, "money", parts, money_charts.panels_of(report, _amounts(report, REDUCTION)), absent="spending")


# --- Needs, budget and spending


def amounts(report: Report, purpose: str) -> Markup:
    """What a purpose needed, got and spent, by budget line and by source of funds; nothing where no amount is known."""
    rows = _amounts(report, purpose)
    told = elements.sentences([*_gaps(report, purpose), _without_budget(report, rows)])
    return elements.joined([elements.paragraph(told), _lines(report, purpose, rows), _sources(report, purpose, rows)])


def _amounts(report: Report, purpose: str) -> list[Row]:
    """The amounts of a purpose that are in sums."""
    return [row for row in _entries(report, AMOUNT) if row["purpose"] == purpose and not _given(row["fault"])]


def _entries(report: Report, entry: str) -> list[Row]:
    return [row for row in report.product("money") if row["entry"] == entry]


def _given(cell: object) -> bool:
    return not is_missing(cell) and cell != ""


def _gaps(report: Report, purpose: str) -> Iterator[Markup]:
    """What of the needs is not in the budget, in each currency of which both are known."""
    for name in report.ids(f"unfunded.{purpose}."):
        currency = name.rpartition(".")[2]
        is_converted = report.has(f"spending.total.{purpose}.required.{currency}")
        start = f"spending.total.{purpose}" if is_converted else f"spending.{purpose}"
        terms = {stage: f"{start}.{stage}.{currency}" for stage in ("required", "budgeted")}
        is_short = (report.value(name) or 0.0) > 0
        yield report.say("money.unfunded" if is_short else "money.funded", gap=name, **terms)


def _without_budget(report: Report, rows: Iterable[Row]) -> Markup:
    """The lines of which a need is known and no budget: what was not reported is not zero."""
    stages = _by(rows, "budget_line")
    lines = sorted(line for line, own in stages.items() if "required" in own and "budgeted" not in own)
    return report.say("money.without_budget", lines=Markup.escape(report.catalogue.listed(lines))) if lines else Markup("")


def _by(rows: Iterable[Row], column: str) -> dict[str, set[str]]:
    """The stages that each value of a column has amounts of."""
    found: dict[str, set[str]] = {}
    for row in rows:
        if _given(row[column]):
            found.setdefault(str(row[column]), set()).add(str(row["stage"]))
    return found


def _lines(report: Report, purpose: str, rows: Sequence[Row]) -> Markup:
    """A row a budget line and currency, then a row for all lines of a currency, and one across currencies where rates are known."""
    pairs = sorted({(str(row["budget_line"]), str(row["currency"])) for row in rows})
    listed = [
        _line(report, line, currency, f"spending.line.{purpose}.{part_of_name(line)}", f"unfunded.line.{purpose}.{part_of_name(line)}")
        for line, currency in pairs
    ]
    currencies = sorted({currency for _, currency in pairs})
    if len(pairs) > len(currencies):
        # Where there are several currencies, needs less budget is that of all of them.
        gap = f"unfunded.{purpose}" if len(currencies) == 1 else ""
        listed += [_line(report, report.text("money.all_lines"), currency, f"spending.{purpose}", gap) for currency in currencies]
    other = report.word("exchange.currency")
    if any(report.has(f"spending.total.{purpose}.{stage}.{other}") for stage in STAGES):
        listed.append(_line(report, report.text("money.all_currencies"), other, f"spending.total.{purpose}", f"unfunded.{purpose}"))
    head = [report.text(f"money.head.{name}") for name in ("line", "currency", *STAGES, "unfunded")]
    return elements.table(report.text("money.lines", purpose=report.term(purpose)), *elements.without_empty(head, listed))


def _line(report: Report, name: str, currency: str, start: str, gap: str) -> list[str]:
    amounts = [_shown(report, f"{start}.{stage}.{currency}") for stage in STAGES]
    return [name, currency, *amounts, _shown(report, f"{gap}.{currency}")]


def _shown(report: Report, figure_id: str, style: str = "table") -> Markup:
    """A figure, or nothing where there is none."""
    return report.show(figure_id, style) if report.has(figure_id) else Markup("")


def _sources(report: Report, purpose: str, rows: Sequence[Row]) -> Markup:
    pairs = sorted({(str(row["funding_source"]), str(row["currency"])) for row in rows if _given(row["funding_source"])})
    listed = [
        [
            report.text(f"money.source.{source}"),
            currency,
            *(_shown(report, f"spending.funding.{purpose}.{source}.{stage}.{currency}") for stage in STAGES),
        ]
        for source, currency in pairs
    ]
    head = [report.text(f"money.head.{name}") for name in ("source", "currency", *STAGES)]
    return elements.table(report.text("money.sources", purpose=report.term(purpose)), *elements.without_empty(head, listed))


# --- Actions


def _actions(report: Report) -> list[Markup]:
    """Each action's cost beside its result, and actions that cost nothing told apart from those that cost something."""
    rows = [row for row in report.rows("actions") if row["organization"] == report.organization]
    told = [_class(report, name) for name in ("zero_cost", "funded", "cost_unknown")]
    table = _results(report, rows)
    return [elements.heading(report.text("money.actions")), elements.paragraph(elements.sentences(told)), table] if table else []


def _class(report: Report, name: str) -> Markup:
    if not report.value(f"actions.cost.{name}"):
        return Markup("")
    return report.say(f"money.class.{name}.expected") or report.say(f"money.class.{name}")


def _results(report: Report, rows: Iterable[Row]) -> Markup:
    """The table of actions, the largest expected cut first; it has money beside result, so that neither is read alone."""
    order = sorted(rows, key=lambda row: (report.value(_of_action(row, "expected")) or 0.0, str(row["action_id"])))
    cells = [_result(report, row) for row in order]
    known = [row for row in cells if any(row[1:])]
    names = ("action", "expected", "cost", "cost_per_tonne", "saving_per_year", "spent_on", "result")
    head = [report.text(f"money.head.{name}") for name in names]
    return elements.table(report.text("money.results"), *elements.without_empty(head, known), numeric=False, style="listing")


def _of_action(row: Row, fact: str) -> str:
    return f"action.{part_of_name(str(row['action_id']))}.{fact}"


def _result(report: Report, row: Row) -> list[str]:
    code = Markup('{} <span class="code">{}</span>').format(row["title"], row["action_id"])
    title = report.catalogue.shown_bracketed(code, report.term(row["status"]))
    saving = _in_money(report, row, "saving_per_year")
    returns = report.say("money.returns", saving=saving, years=_of_action(row, "payback")) if saving else Markup("")
    return [
        title,
        _shown(report, _of_action(row, "expected"), "unit"),
        _in_money(report, row, "cost"),
        _in_money(report, row, "cost_per_tonne"),
        returns or saving,
        _in_money(report, row, "spent"),
        str(row["check_result"]) if _given(row["check_result"]) else "",
    ]


def _in_money(report: Report, row: Row, fact: str) -> Markup:
    """A fact of an action in each of its currencies, with the unit."""
    names = (name for name in report.ids(_of_action(row, "")) if name.endswith(f".{fact}") and name != _of_action(row, fact))
    return report.catalogue.shown_in_parts(report.show(name, "unit") for name in names)


# --- Savings


def _savings(report: Report) -> list[Markup]:
    """What finished actions saved, what that paid for, and what is left; why there is no balance, where there is none."""
    savings, uses = _entries(report, SAVING), _entries(report, USE)
    if not savings and not uses:
        return []
    titles = {str(row["action_id"]): str(row["title"]) for row in report.rows("actions")}
    cells = [_saving(report, row, uses, titles) for row in savings]
    head = [report.text(f"money.head.{name}") for name in ("saving", "since", "years", "per_year", "saved", "paid_for", "used", "balance")]
    return [
        elements.heading(report.text("money.savings")),
        elements.paragraph(report.text("money.savings.about")) if savings else Markup(""),
        elements.table(report.text("money.savings.table"), head, cells, numeric=False, style="listing"),
        elements.bullets(_faults(report, savings, uses), "notes"),
    ]


def _saving(report: Report, row: Row, uses: Iterable[Row], titles: Mapping[str, str]) -> list[str]:
    start, currency = f"savings.{part_of_name(str(row['saving_id']))}", str(row["currency"])
    users = dict.fromkeys(str(use["action_id"]) for use in uses if use["saving_id"] == row["saving_id"] and use["basis"] != "planned")
    return [
        titles.get(str(row["saving_id"]), str(row["saving_id"])),
        _shown(report, f"{start}.since"),
        _shown(report, f"{start}.years"),
        *(report.show(f"{start}.{currency}.{fact}", "unit") for fact in ("per_year", "saved")),
        report.catalogue.listed(titles.get(user, user) for user in users),
        *(_or_withheld(report, f"{start}.{currency}.{fact}") for fact in ("used", "balance")),
    ]


def _or_withheld(report: Report, figure_id: str) -> Markup:
    return report.show(figure_id, "unit") if report.has(figure_id) else Markup.escape(report.text("money.withheld"))


def _faults(report: Report, savings: Iterable[Row], uses: Iterable[Row]) -> list[Markup]:
    """Why a balance is withheld, one entry a fault."""
    overdrawn = [(row["fault"], row["saving_id"], row["saving_id"]) for row in savings if row["fault"] == "saving_overdrawn"]
    others = [(row["fault"], row["action_id"], row["saving_id"]) for row in uses if _given(row["fault"])]
    return [
        report.say(
            f"money.fault.{fault}",
            action=Markup.escape(action if _given(action) else report.text("absent")),
            saving=Markup.escape(saving if _given(saving) else ""),
        )
        for fault, action, saving in dict.fromkeys([*overdrawn, *others])
    ]


# --- Currencies


def _conversions(report: Report) -> list[Markup]:
    """By which rates sums across currencies were made; where there is no rate, that nothing was added."""
    rows = [row for row in _entries(report, AMOUNT) if not _given(row["fault"])]
    currencies = sorted({str(row["currency"]) for row in rows})
    if len(currencies) < 2:
        return []
    aged = _of_currencies(report, "money.old_rate", (row for row in rows if row["is_old_rate"] is True))
    lacks = _of_currencies(report, "money.not_added", (row for row in rows if not _given(row["converted_currency"])))
    told = elements.sentences([report.say("money.currency"), *(_rate(report, row) for row in _entries(report, RATE)), aged, lacks])
    return [elements.heading(report.text("money.currencies")), elements.paragraph(told)]


def _of_currencies(report: Report, key: str, rows: Iterable[Row]) -> Markup:
    """A sentence on the currencies of some amounts; nothing where there are none."""
    codes = sorted({str(row["currency"]) for row in rows})
    return report.say(key, currencies=Markup.escape(report.catalogue.listed(codes))) if codes else Markup("")


def _rate(report: Report, row: Row) -> Markup:
    end = f"{row['day']}.{row['currency']}"
    return report.say("money.rate", rate=f"exchange.rate.{end}", day=f"exchange.first_day.{end}", currency=Markup.escape(row["currency"]))


def _left_out(report: Report) -> Markup:
    """Amounts that are in no sum: rows that could not be used, and those whose currency is no code."""
    without = _of_currencies(report, "money.no_code", (row for row in _entries(report, AMOUNT) if not is_code(str(row["currency"]))))
    texts = [report.say("money.rejected"), without]
    return elements.aside(elements.sentences(texts), "caution") if any(texts) else Markup("")

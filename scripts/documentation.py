"""The reference pages of docs/ that follow from the program: commands and options, tables and columns, rules. `check`, or `write` them."""

import inspect
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import click
import yaml

from greening import tables
from greening.paths import HOME
from greening.tables import Column, Table
from pipeline import main as pipeline

FOLDER = HOME / "docs"
_WRITTEN = "<!-- Written by `python -m scripts.documentation write`. Do not edit. -->"
#: How a call begins, and what stands before examples.
_CALLED, _HEADS = "python pipeline.py", ("Example:", "Examples:")
#: What stands in a cell of a table that has nothing to say.
_NOTHING = ""


def every_command(group: click.Group = pipeline, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command that does something, by the words that call it, in alphabetical order."""
    for name, command in sorted(group.commands.items()):
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield (*before, name), command
        if isinstance(command, click.Group):
            yield from every_command(command, (*before, name))


def commands() -> str:
    """The page of commands: what each does, its options, examples and exit codes."""
    parts = [
        "# Commands",
        "Every command is called as `python pipeline.py <command>`; where `make reports` made the environment, as "
        "`.venv/bin/python pipeline.py <command>`. `--help` behind any command prints what stands here. Who works with which: "
        "[stewards](for_stewards.md), "
        "[staff](for_staff.md), "
        "[reviewers](for_reviewers.md).",
        _table(("command", "what it does"), [_in_short(words, command) for words, command in every_command()]),
        *(_command(words, command) for words, command in every_command()),
    ]
    return _page(parts)


def _in_short(words: Sequence[str], command: click.Command) -> tuple[str, str]:
    first = inspect.cleandoc(command.help or "").partition("\n\n")[0]
    return f"[{' '.join(words)}](#{'-'.join(words)})", first


def _command(words: Sequence[str], command: click.Command) -> str:
    rows = [_parameter(command, parameter) for parameter in command.params]
    told = inspect.cleandoc(command.help or "")
    parts = [f"## {' '.join(words)}", told, _table(("option", "what it does"), rows), *_epilog(command)]
    return "\n\n".join(part for part in parts if part)


def _parameter(command: click.Command, parameter: click.Parameter) -> tuple[str, str]:
    if isinstance(parameter, click.Option):
        return _option(parameter), _about_option(parameter)
    return f"`{parameter.make_metavar(click.Context(command))}`", "What the command is about, as said above."


def _option(option: click.Option) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    if option.is_flag or option.count:
        return f"`{names}`"
    return f"`{names} {option.make_metavar(click.Context(click.Command('any')))}`"


def _about_option(option: click.Option) -> str:
    told = [option.help or ""]
    told += ["Required."] if option.required else []
    shown = option.show_default and option.default not in (None, "", ())
    return " ".join([*told, *([f"Default: {option.default}."] if shown else [])])


def _epilog(command: click.Command) -> list[str]:
    """The examples as code, each in a line, and what else is said of exit codes and the like."""
    others = [part for part in _parts(command) if _CALLED not in part and part not in _HEADS]
    return ["\n".join(["```", *examples(command), "```"]), *others] if examples(command) else others


def examples(command: click.Command) -> list[str]:
    """The calls that a command's help shows, with what is remarked behind them."""
    parts = [part for part in _parts(command) if _CALLED in part]
    return [f"{_CALLED}{call.rstrip()}" for part in parts for call in part.split(_CALLED)[1:]]


def _parts(command: click.Command) -> list[str]:
    """The paragraphs of the end of a command's help, each in one line."""
    paragraphs = inspect.cleandoc(command.epilog or "").split("\n\n")
    return [told for paragraph in paragraphs if (told := " ".join(paragraph.replace("\b", "").split()))]


def of_tables() -> str:
    """The page of tables: every column of a submission, then every column of the products."""
    submitted = [_submission_table(table) for table in tables.submission_tables().values()]
    products = [_product(table) for table in tables.products().values()]
    return _page(
        [
            "# Tables and columns",
            "What an organization hands in, table by table, and what a run makes of it, as `greening/tables/submission.yml` and "
            "`greening/tables/products.yml` declare it.",
            "# Tables of a submission",
            "`row_id`, a stable name of the row, may stand in every table and never has to. An empty cell means *not reported*; 0 means zero. "
            "Dates are written 2024-03-31.",
            *submitted,
            "# Products",
            "Tables below `data/processed/<year>/<organization>/`, made by a run and deletable at any time.",
            *products,
        ]
    )


def _submission_table(table: Table) -> str:
    rows = [(f"`{name}`", "yes" if column.required else "", _type(column), column.default, column.about) for name, column in table.columns.items()]
    return "\n\n".join([f"## {table.name}", f"{table.about}.", _table(("column", "required", "holds", "when empty", "what it is"), rows)])


def _product(table: Table) -> str:
    rows = [(f"`{name}`", _type(column), column.about) for name, column in _own(table).items()]
    order = f" Ordered by {', '.join(table.key)}." if table.key else ""
    return "\n\n".join([f"## {table.name} (product)", f"{table.about}.{order}", _table(("column", "holds", "what it is"), rows)])


def _own(table: Table) -> Mapping[str, Column]:
    """The columns that a product declares itself; activities have those of all submission tables beside them."""
    if table.name != "activities":
        return table.columns
    return {
        name: column
        for name, column in table.columns.items()
        if name in tables.products()["checks"].columns or name in table.key or name == "data_year"
    }


def _type(column: Column) -> str:
    kind = f"{column.type} ({column.unit})" if column.unit else column.type
    several = "; several may stand in a cell" if column.many else ""
    return (" ".join(f"`{choice}`" for choice in column.choices) or kind) + several


def rules() -> str:
    """The page of rules: those of the suites with level, message and reason, and those of the program by name."""
    suites = sorted((HOME / "expectations").glob("*.json"))
    read = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in suites}
    parts = [_suite(name, content) for name, content in read.items() if isinstance(content, dict) and "expectations" in content]
    own = [_group(name, about) for name, about in of_program().items()]
    return _page(
        [
            "# Rules",
            "What is checked, suite by suite. `reject` leaves the row out, `hold` stops publication until it is waived, `warn` is shown. "
            "[For data stewards](for_stewards.md) says how to change a rule.",
            *parts,
            "# Rules of the program",
            "What makes a file, a row or a cell readable at all, and what only several tables or years show. They cannot be edited.",
            *own,
        ]
    )


def of_program() -> Mapping[str, Mapping[str, str]]:
    """What each rule of the program means, by what it is about."""
    return dict(yaml.safe_load((HOME / "scripts" / "program_rules.yml").read_text(encoding="utf-8")))


def _group(name: str, about: Mapping[str, str]) -> str:
    return "\n\n".join([f"## {name.capitalize()}", _table(("rule", "what it means"), [(f"`{rule}`", told) for rule, told in about.items()])])


def _suite(name: str, content: Mapping[str, Any]) -> str:
    rows = [_rule(entry) for entry in content["expectations"]]
    return "\n\n".join([f"## {name}", _table(("rule", "level", "what the submitter reads", "why the rule is there"), rows)])


def _rule(entry: Mapping[str, Any]) -> tuple[str, ...]:
    meta = entry.get("meta", {})
    return (f"`{meta.get('rule', _NOTHING)}`", *(str(meta.get(name, _NOTHING)) for name in ("level", "message", "reason")))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    lines = [heads, ["---"] * len(heads), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    flat = " ".join(text.split()).replace("|", "\\|")
    return flat if "`" in flat else flat.replace("<", "&lt;")


def _page(parts: Sequence[str]) -> str:
    return "\n\n".join([_WRITTEN, *(part for part in parts if part)]) + "\n"


#: The pages by name, and what writes each.
PAGES: Mapping[str, Callable[[], str]] = {"commands.md": commands, "tables.md": of_tables, "rules.md": rules}


def outdated() -> list[str]:
    """The pages that are not what the program would write."""
    return [name for name, page in PAGES.items() if not (FOLDER / name).is_file() or (FOLDER / name).read_text(encoding="utf-8") != page()]


def main(arguments: Sequence[str]) -> int:
    """`check`, whose exit code is 1 where a page is not up to date, or `write`; 2 where the call is neither."""
    match list(arguments):
        case ["check"]:
            print("\n".join(f"docs/{name} is not up to date: python -m scripts.documentation write" for name in outdated()) or "up to date")
            return 1 if outdated() else 0
        case ["write"]:
            for name, page in PAGES.items():
                (FOLDER / name).write_text(page(), encoding="utf-8")
            return 0
        case _:
            print("python -m scripts.documentation check | write", file=sys.stderr)
            return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""All is documented: every command, option, table, column and rule; and every command line that the documentation prints can be called."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from greening import code_rules, paths, tables
from pipeline import main as pipeline
from scripts import documentation

DOCS = [paths.HOME / "README.md", *sorted((paths.HOME / "docs").glob("*.md")), *sorted((paths.HOME / "expectations").glob("*.md"))]
COMMANDS = dict(documentation.every_command())
#: A call as documentation prints it: up to the end of the line or of the code, a remark in brackets, or the next command of the shell.
CALL = re.compile(r"(?:python|python3) pipeline\.py ([^`\n(|>&#]*)")

#: What to do next, or what there is to choose from.
NEXT_STEP = re.compile(
    r"--\w|python pipeline|such as|\bthere (?:is|are)\b|\bIt has\b|\bone of\b|\bwith input\b|\bcan go to\b|://|;\s*$|\b(?:add|answer|ask|call|check|choose|close|compare|"
    r"copy|edit|enter|export|give|install|look|make|mend|move|name|put|rename|repeat|run|save|say|seal|see|send|start|take|update|use|write)\b",
    re.IGNORECASE,
)
#: So few words of its own has a message that only hands on what another one says.
WRAPPED = 4


def calls(text: str) -> list[list[str]]:
    """The arguments of each call in a text; lines that a backslash goes on are one."""
    found = (shlex.split(call[1]) for call in CALL.finditer(text.replace("\\\n", " ")))
    # What stands for any command is no call.
    return [call for call in found if call and not call[0].startswith("<")]


def parse(arguments: list[str]) -> None:
    """Parse a call as the command line would, without doing anything; raises where it would be refused."""
    command: click.Command = pipeline
    rest, name = list(arguments), "pipeline.py"
    while isinstance(command, click.Group):
        if not rest or rest[0] in ("--help", "-h"):
            return
        if command.invoke_without_command and rest[0].startswith("-"):
            break
        name = rest.pop(0)
        assert name in command.commands, f"there is no command {name}"
        command = command.commands[name]
    if "…" in rest:
        # Of a call that is cut short, the command and the options that are left.
        assert not {part for part in rest if part.startswith("--")} - {name for option in command.params for name in option.opts}
        return
    try:
        command.make_context(name, rest)
    except click.exceptions.Exit:
        assert "--help" in rest


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_says_what_it_does_and_has_an_example_that_can_be_called(words):
    command = COMMANDS[words]
    first = (command.help or "").strip().split("\n\n")[0]
    assert len(first.split()) >= 4 and first.endswith("."), "its help is no sentence"
    examples = calls("\n".join(documentation.examples(command)))
    assert examples, "its epilog has no Example: python pipeline.py …"
    for example in examples:
        assert tuple(example[: len(words)]) == words, "its example calls another command"
        parse(example)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_option_says_what_it_is(words):
    options = [option for option in COMMANDS[words].params if isinstance(option, click.Option)]
    assert not [option.name for option in options if not (option.help or "").strip()]


@pytest.mark.parametrize("place", DOCS, ids=lambda place: place.name)
def test_every_command_line_in_the_documentation_can_be_called(place: Path):
    for call in calls(place.read_text(encoding="utf-8")):
        try:
            parse(call)
        except click.ClickException as error:
            pytest.fail(f"{shlex.join(call)}: {error.format_message()}")


@pytest.mark.parametrize("name", documentation.PAGES)
def test_a_page_that_follows_from_the_program_is_up_to_date(name):
    assert name not in documentation.outdated(), "python -m scripts.documentation write"


def test_the_pages_have_every_command_option_table_column_and_rule():
    commands, columns, rules = (page() for page in documentation.PAGES.values())
    for words, command in COMMANDS.items():
        section = commands.partition(f"\n## {' '.join(words)}\n")[2].partition("\n## ")[0]
        assert section, words
        assert not [name for option in command.params for name in option.opts if f"`{name}" not in section and isinstance(option, click.Option)]
    for table in tables.submission_tables().values():
        section = columns.partition(f"\n## {table.name}\n")[2].partition("\n## ")[0]
        assert not [name for name in table.columns if f"| `{name}` |" not in section], table.name
    for table in tables.products().values():
        assert f"\n## {table.name} (product)\n" in columns
    told = {rule for about in documentation.of_program().values() for rule in about}
    assert not code_rules.names() - told, "say what they mean in scripts/program_rules.yml"
    assert not [rule for rule in told if f"| `{rule}` |" not in rules]


def test_every_column_and_table_says_what_it_is():
    declared = [*tables.submission_tables().values(), *tables.products().values()]
    assert not [table.name for table in declared if not table.about]
    assert not [f"{table.name}.{name}" for table in declared for name, column in table.columns.items() if not column.about]


def test_links_between_pages_lead_somewhere():
    links = [(place, link) for place in DOCS for link in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", place.read_text(encoding="utf-8"))]
    assert links
    assert not [f"{place.name}: {link}" for place, link in links if not (place.parent / link).exists()]


def test_every_page_is_reached_from_the_index():
    index = (paths.HOME / "docs" / "README.md").read_text(encoding="utf-8")
    assert not [place.name for place in (paths.HOME / "docs").glob("*.md") if place.name != "README.md" and f"]({place.name})" not in index]


def raised() -> Iterator[tuple[str, str]]:
    """Where the package refuses a call or cannot go on, and its own words for it, without what is filled in."""
    for path in sorted((paths.HOME / "greening").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                kind, told = ast.unparse(node.exc.func).rpartition(".")[2], node.exc.args[0]
                if kind in ("CallError", "GreeningError") and isinstance(told, ast.Constant | ast.JoinedStr):
                    parts = [told] if isinstance(told, ast.Constant) else told.values
                    yield (
                        f"{path.relative_to(paths.HOME)}:{node.lineno}",
                        "…".join(str(part.value) for part in parts if isinstance(part, ast.Constant)),
                    )


def test_errors_name_the_next_step():
    found = dict(raised())
    # A message that is made elsewhere says it there.
    lacking = {place: words for place, words in found.items() if len(words.split()) > WRAPPED and not NEXT_STEP.search(words)}
    assert len(found) > 100 and not lacking


@pytest.mark.parametrize(
    ("arguments", "told"),
    [("findings", "year"), ("findings --year 2024 --nonsense", "--nonsense"), ("doctor now", "now"), ("explain --year x --organization A b", "x")],
)
def test_a_call_that_would_be_refused_is_told_here_too(arguments, told):
    with pytest.raises(click.ClickException, match=re.escape(told)):
        parse(arguments.split())


def test_calls_are_read_to_their_end():
    text = "`python pipeline.py status --year 2024`, and\npython pipeline.py run \\\n  --year 2024 # again\n.venv/bin/python pipeline.py doctor > out"
    assert calls(text) == [["status", "--year", "2024"], ["run", "--year", "2024"], ["doctor"]]

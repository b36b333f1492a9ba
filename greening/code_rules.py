"""The rules that are no rules of a suite: what the program itself finds when it reads a submission, by name, as its sources have them."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from greening.paths import HOME

#: Where stage 1 finds faults by itself, and where later stages do.
_FIRST = ("structure/*.py", "submission/*.py", "waivers.py")
_LATER = ("money/findings.py", "credits/findings.py", "projection/faults.py", "published.py", "shared_premises.py", "target_findings.py")
#: What makes a finding: one of the first texts that it is given is the rule.
_MAKERS = re.compile(r"finding|at_rows|\w*[eE]rror|\w*fault\w*", re.IGNORECASE)
_NAME = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
#: How many of the first arguments may be the rule.
_FIRST_ARGUMENTS = 3


@cache
def names() -> frozenset[str]:
    """The rules of the program that stage 1 finds."""
    return frozenset(name for tree in _sources(_FIRST) for name in _rules(tree))


@cache
def later() -> frozenset[str]:
    """The rules of the program that are found only once figures are computed."""
    # These give the rule to functions of their own: any name in their sources may be one.
    return frozenset(text for tree in _sources(_LATER) for text in _texts(tree)) - names()


@cache
def file_faults() -> frozenset[str]:
    """Those for which an organization fails, since what it handed in cannot be read at all."""
    tree = ast.parse((HOME / "greening" / "checks.py").read_text(encoding="utf-8"))
    lists = (node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and "FILE_FAULTS" in ast.unparse(node.targets[0]))
    return frozenset(text for value in lists for text in _texts(value))


def _sources(patterns: tuple[str, ...]) -> Iterator[ast.Module]:
    folder = HOME / "greening"
    for path in (path for pattern in patterns for path in sorted(folder.glob(pattern))):
        yield ast.parse(path.read_text(encoding="utf-8"))


def _rules(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        for part in _telling(node):
            yield from _texts(part)


def _telling(node: ast.AST) -> list[ast.expr]:
    """The parts of a piece of code that say a rule's name: first arguments of what makes findings, and what is called a rule."""
    if isinstance(node, ast.Call):
        return _of_call(node)
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return [node.value] if node.value is not None and "rule" in _target(node).casefold() else []
    if isinstance(node, ast.Dict):
        return [value for key, value in zip(node.keys, node.values, strict=True) if _is_rule(key)]
    return []


def _of_call(node: ast.Call) -> list[ast.expr]:
    if not _MAKERS.fullmatch(ast.unparse(node.func).rpartition(".")[2]):
        return []
    arguments = [*node.args[:_FIRST_ARGUMENTS], *(one.value for one in node.keywords if one.arg == "rule")]
    return [one for one in arguments if isinstance(one, ast.Constant)]


def _target(node: ast.Assign | ast.AnnAssign) -> str:
    return ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)


def _is_rule(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and key.value == "rule"


def _texts(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and _NAME.fullmatch(part.value):
            yield part.value

"""What six languages cost, against one."""

from benchmarks import trees
from benchmarks.row import Row
from benchmarks.runs import Runs
from greening import locale

#: The languages of the United Nations.
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
#: How many times the CPU of one language six may take.
TIMES_ONE = 4.0


def rows(runs: Runs) -> list[Row]:
    """CPU seconds of an organization in six languages over those in one, both cold, over the whole cycle."""
    missing = [language for language in LANGUAGES if language not in locale.languages()]
    tree = trees.compiled(trees.with_languages(runs.scratch / "languages-tree", missing)) if missing else runs.tree
    six = runs.pipeline(runs.roots("languages"), "--languages", ",".join(LANGUAGES), tree=tree)
    times, tasks = six.cpu_s / runs.cold.cpu_s, runs.count + 1
    stand_ins = f"No catalogue yet for {', '.join(missing)}: the English messages stand in, with that language's numbers." if missing else ""
    measured = f"{six.cpu_s / tasks:.2f} against {runs.cold.cpu_s / tasks:.2f} CPU s an organization, {times:.2f} times"
    return [Row("six languages against one", measured, f"under {TIMES_ONE:g} times", times < TIMES_ONE, stand_ins)]

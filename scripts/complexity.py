"""Fail where a function is harder to follow than ten branches; radon only prints."""

import sys
from pathlib import Path

from radon.complexity import cc_visit

#: The most branches that a function may have.
MOST = 10


def main(places: list[str]) -> int:
    """Print every function over the limit; 1 if there is one, else 0."""
    files = [file for place in map(Path, places) for file in (sorted(place.rglob("*.py")) if place.is_dir() else [place])]
    over = [(file, block) for file in files for block in cc_visit(file.read_text(encoding="utf-8")) if block.complexity > MOST]
    for file, block in over:
        print(f"{file}:{block.lineno}: {block.name} has complexity {block.complexity}, more than {MOST}")
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

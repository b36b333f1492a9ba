"""A submission of someone who wants the page to break: markup, scripts, formulas and overlong words in every text that a body gives."""

import csv
from pathlib import Path
from typing import Final

CODE: Final = "HOSTILE"
#: Whoever runs says so in the title of the window; `canary` is looked for by the tests.
RUNS: Final = "document.documentElement.dataset.canary=1"
SCRIPT: Final = f"<script>{RUNS}</script>"
IMAGE: Final = f'<img src=x onerror="{RUNS}">'
#: A mark that turns what follows it around.
OVERRIDE: Final = "\u202eevil\u202c"
LONG: Final = "Donaudampfschifffahrtsgesellschaftskapitaen" * 6
FORMULA: Final = '=HYPERLINK("http://example.org","open")'
NAME: Final = f'"O\'Hara" & <b>Söhne</b> {IMAGE} {OVERRIDE}'
STORY: Final = f"""# Heading {IMAGE}
{SCRIPT}
<svg onload="{RUNS}"></svg><iframe srcdoc="{SCRIPT}"></iframe><style>body{{display:none}}</style><base href="https://example.org/">
[click](javascript:{RUNS}) [data](data:text/html;base64,PHNjcmlwdD4=) ![picture](data:image/svg+xml;base64,PHN2Zz4=) [good](https://example.org/)
**unclosed *and `broken [link](
| a | b
|--
{LONG} {OVERRIDE} \u0627\u0644\u0623\u0645\u0645 \u0627\u0644\u0645\u062a\u062d\u062f\u0629
</section></main></body>"""


def submit(data: Path, year: int) -> None:
    """Put the submission into a data root."""
    folder = data / "raw" / str(year) / CODE
    folder.mkdir(parents=True)
    for table, rows in _tables().items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


def _tables() -> dict[str, list[dict[str, object]]]:
    action = {"title": f"{SCRIPT} {LONG}", "status": "done", "owner_role": IMAGE, "expected_tco2e_per_year": 1}
    return {
        "profile": [{"organization": CODE, "name": NAME, "country": "KE", "illustrative": "true", "verification": f"{SCRIPT} {FORMULA}"}],
        "locations": [
            {"location_id": "A", "name": f"{IMAGE} {LONG}", "country": "KE", "tenure": "owned", "kind": "other"},
            {"location_id": "B", "name": FORMULA, "country": "KE", "tenure": "owned", "kind": "other"},
        ],
        "personnel": [{"location_id": "A", "headcount": 10, "definition": SCRIPT}, {"location_id": "B", "headcount": 5, "definition": OVERRIDE}],
        "electricity": [{"location_id": place, "meter_id": f"{FORMULA}{place}", "electricity_kwh": 1000, "quality": "metered"} for place in "AB"],
        "coverage": [{"topic": "waste", "status": "not_reported", "note": f"{IMAGE} {OVERRIDE} {LONG}"}],
        "management": [{"question_id": "imp.status", "answer": SCRIPT, "evidence": f"javascript:{RUNS}"}],
        "actions": [{"action_id": "X-1", **action}],
        "stories": [
            {"section": "leader", "effort_year": 2023, "language": "", "title": f"{IMAGE} {LONG}", "text": STORY},
            {"section": "energy", "effort_year": 2023, "language": "ar", "title": OVERRIDE, "text": STORY},
        ],
    }

"""Greening: annual environmental progress reports, from submission to published page."""

import sys

# Importing altair, papermill or nbconvert makes jsonschema look for this optional package, which compiles a grammar for
# over a second in every process, only to check the spelling of internationalized URLs. jsonschema does without it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

"""What stops a stage. A fault in the data is a finding, not an exception.

GreeningError
  CallError                  the call itself is wrong: an unknown code, a year without input
  DeclarationError           a table is asked for, or written, that is not as declared
  SubmissionError            the organization's files cannot be read at all
  SuiteError                 an expectation suite is not sound: lists every fault
  ReferenceDataError         a reference table is not what sources.yml says
  FactorError
    FactorNotFound           lists every unmatched key, not the first
    AmbiguousFactor
  CatalogueError             a message or language that no catalogue has
  StageError                 a notebook failed: organization, stage, cell, cause
  GateError                  a page disagrees with the figures it prints
"""

from collections.abc import Sequence
from typing import Any


class GreeningError(Exception):
    """Base of every error that Greening raises; caught where one organization must not stop the others."""


class CallError(GreeningError):
    """The call itself is wrong: an unknown code, a year without input."""


class DeclarationError(GreeningError):
    """A table is asked for, or written, that is not as declared."""


class SubmissionError(GreeningError):
    """The organization's files cannot be read at all."""


class SuiteError(GreeningError):
    """An expectation suite is not sound; the message lists every fault."""


class ReferenceDataError(GreeningError):
    """A reference table is not what sources.yml says it is."""


class FactorError(GreeningError):
    """A factor cannot be used."""


class FactorNotFound(FactorError):
    """No factor fits; the message lists every unmatched key."""


class AmbiguousFactor(FactorError):
    """More than one factor fits a key."""


class CatalogueError(GreeningError):
    """A message or a language that no catalogue has."""


class StageError(GreeningError):
    """A notebook failed; the message names organization, stage, cell and cause."""


class GateError(GreeningError):
    """A page disagrees with the figures that it prints; the message lists every difference, and so does `differences` (see publish.gate)."""

    def __init__(self, message: str, differences: Sequence[Any] = ()) -> None:
        """The message, and what it was made of: each difference names file, figure, and both values."""
        super().__init__(message)
        self.differences = differences

"""The name of the page for reviewers, known without what makes it."""

from greening import locale


def name(language: str) -> str:
    """The file of the page in a language; the English one has the plain name."""
    return "review.html" if language == locale.SOURCE else f"review.{language}.html"

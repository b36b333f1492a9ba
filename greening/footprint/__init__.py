"""Emissions of every activity row, one module a source."""

"""Properties of the rows of waiting times."""

from .property import ()

ROWS = (
)

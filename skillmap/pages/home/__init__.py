"""The first page, by role: `page` puts together what the other modules read."""

from skillmap.pages.home.page import home

__all__ = ["home"]

"""One dated archive with the database and the media, and the way back."""

from .archive import NotOurs, default_name, read, write

__all__ = ["NotOurs", "default_name", "read", "write"]

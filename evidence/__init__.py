"""Looks at what is handed in as evidence."""

from evidence.files import FileDigest, digest_file, keep_file

__all__ = ["FileDigest", "digest_file", "keep_file"]

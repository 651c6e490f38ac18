"""Looks at what is handed in as evidence."""

from evidence.files import FileDigest, copy_kept, digest_file, keep_file

__all__ = ["FileDigest", "copy_kept", "digest_file", "keep_file"]

"""The bundled templates of messages; an agency replaces any of them by a file of the same name in its own folder."""

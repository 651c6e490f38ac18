"""The numbered migrations, applied by `storage.schema`; a migration is never edited once it is published."""

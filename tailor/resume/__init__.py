"""The master file: its formats, schema, checks and merging."""

"""A file becomes a draft."""

"""The version of this library, which packaging and saved rows read."""

__version__ = "0.2.0"

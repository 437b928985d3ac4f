"""Runs the command line: `python -m bracketed`."""

from bracketed.cli import main

if __name__ == "__main__":
    main()

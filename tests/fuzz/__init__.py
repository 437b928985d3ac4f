"""Fuzzing: any bytes at all, guided by which code they reach (https://github.com/google/atheris).

`python -m tests.fuzz text --seconds 60` tries one target of `tests/fuzz/targets.py`. A crash is written to
`tests/fuzz/cases/`, from where `tests/test_fuzz.py` tries it again at every run of the tests.
"""

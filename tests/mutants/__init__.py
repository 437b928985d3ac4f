"""Mutation testing: whether a test notices a small fault in the library (https://github.com/boxed/mutmut).

`pip install -e '.[test,mutants]'`, then, on Linux or macOS, once and after each change of the library or the tests

    python -m tests.mutants --measure

and `python -m tests.mutants --folder consensus --sample 120 --seed 1`. It is no part of the test runs.
"""

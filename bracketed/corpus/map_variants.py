"""A measure of one's own over all variants of a space, on as many processors as there are."""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import chain
from typing import Any, TypeAlias, TypeVar, overload

from bracketed.consensus.scoring import check_space
from bracketed.corpus.executors import Engine, in_order, start_method
from bracketed.errors import BracketedError
from bracketed.progress_bar import ProgressBar
from bracketed.variants.space import Space, VariantRange
from bracketed.variants.variant import Variant

T = TypeVar("T")
_Reduce: TypeAlias = Callable[[Any, Any], Any] | None

# So many variants are sent at a time, or fewer if there are few: enough that sending them costs nothing.
_SHARD = 10_000
_FEWEST_SHARDS = 64


@dataclass(frozen=True, slots=True)
class _Shard:
    """One of `of` parts of a space, which is pickled once for all of them."""

    number: int
    of: int
    hash: bytes
    space: bytes = field(repr=False)

    def variants(self) -> VariantRange:
        if self.hash not in _spaces:
            # Only one is kept, since compiled spaces are large.
            _spaces.clear()
            _spaces[self.hash] = pickle.loads(self.space)
        return _spaces[self.hash].shard(self.number, of=self.of)


# In a worker: the space of the last shard that came, compiled, for those that follow.
_spaces: dict[bytes, Space] = {}


@overload
def map_variants(space: Space, function: Callable[[Variant], T], *, engine: Engine = None) -> list[T]: ...
@overload
def map_variants(
    space: Space, function: Callable[[Variant], T], *, engine: Engine = None, reduce: Callable[[T, T], T]
) -> T: ...
def map_variants(
    space: Space,
    function: Callable[[Variant], Any],
    *,
    engine: Engine = None,
    reduce: Callable[[Any, Any], Any] | None = None,
) -> Any:
    """Apply a function to every variant of a space, and put the values together in the order of the variants.

    Args:
        space: the space.
        function: what is to be known of a variant.
        engine: what does the work, as for `bracketed.corpus`. Other processes take only functions that are defined in a
            module or a script, and Dask takes any.
        reduce: puts two values together, the earlier first. It is used within shards of the space and between them,
            so it must not matter in which places a row of values is divided (as with a sum, a maximum, or what comes
            first). Without it the values come as a list, for which they must not be too many.

    Raises:
        BracketedError: the function cannot be sent, there is no such engine, or part of the space has cost two workers.
        TooEntangledError: the variants cannot be counted.

    >>> import bracketed as bt
    >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
    >>> bt.map_variants(space, lambda variant: len(variant.text))
    [33, 24, 34, 25]
    >>> bt.map_variants(space, lambda variant: len(variant.text), reduce=max)
    34
    """
    check_space(space)
    total = space.count()
    # No shard may be empty, since there is no value to which nothing could be reduced.
    of = min(total, max(_FEWEST_SHARDS, total // _SHARD))
    if engine is None:
        return _combined((_values(function, reduce, space.shard(number, of=of)) for number in range(of)), reduce)
    _check_can_be_sent(function, engine)
    _check_can_be_sent(reduce, engine)
    # A shard is sent thousands of times, and its space compiled only where it has not arrived yet.
    pickled = pickle.dumps(space)
    hash_ = sha256(pickled).digest()
    shards = (_Shard(number, of, hash_, pickled) for number in range(of))
    return _combined(_run(partial(_values_of_shard, function, reduce), shards, engine, total), reduce)


def _run(work: Callable[[_Shard], Any], shards: Iterator[_Shard], engine: Engine, total: int) -> Iterator[Any]:
    bar = ProgressBar(total, "variants")
    try:
        for shard, values in in_order(work, shards, engine):
            if values is None:
                raise BracketedError(f"shard {shard.number} of {shard.of} has cost two workers; is it out of memory?")
            yield values
            bar.show(total * (shard.number + 1) // shard.of)
    finally:
        bar.clear()


def _values_of_shard(function: Callable[[Variant], Any], reduce: _Reduce, shard: _Shard) -> list[Any]:
    return _values(function, reduce, shard.variants())


def _values(function: Callable[[Variant], Any], reduce: _Reduce, variants: VariantRange) -> list[Any]:
    """Return the values of some variants, or the one value that they come to."""
    values = map(function, variants)
    return [functools.reduce(reduce, values)] if reduce else list(values)


def _combined(parts: Iterator[list[Any]], reduce: _Reduce) -> Any:
    values = chain.from_iterable(parts)
    return functools.reduce(reduce, values) if reduce else list(values)


def _check_can_be_sent(function: Callable[..., Any] | None, engine: Engine) -> None:
    """Raise an error if a function cannot go to another process, where it would end the worker."""
    from concurrent.futures import ProcessPoolExecutor

    import __main__

    if engine != "processes" and not isinstance(engine, ProcessPoolExecutor):
        return
    forked = engine == "processes" and start_method() == "fork"
    # A notebook has no file from which another process could take what is written in it.
    lost = getattr(function, "__module__", None) == "__main__" and not hasattr(__main__, "__file__") and not forked
    try:
        pickle.dumps(function)
    except (pickle.PicklingError, AttributeError, TypeError):
        lost = True
    if lost:
        name = getattr(function, "__name__", repr(function))
        raise BracketedError(
            f"{name} cannot be sent to another process; write it as a function in a module of its own, or use a Dask "
            "client"
        )

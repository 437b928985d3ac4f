"""A measure of one's own over all variants of a space, on as many processors as there are."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial, reduce
from hashlib import sha256
from typing import Any, TypeVar, overload

from bracketed.consensus.scoring import check_space
from bracketed.corpus.executors import Engine, in_order, way_to_start
from bracketed.errors import BracketedError
from bracketed.progress_bar import Bar
from bracketed.variants.space import Space, VariantRange
from bracketed.variants.variant import Variant

T = TypeVar("T")

# So many variants are sent at a time, or fewer if there are few: enough that sending them costs nothing.
_SHARD = 10_000
_FEWEST_SHARDS = 64


@dataclass(frozen=True, slots=True)
class _Shard:
    """One of `of` parts of a space. The space is written down once for all of them."""

    number: int
    of: int
    name: bytes
    space: bytes = field(repr=False)

    def variants(self) -> VariantRange:
        if self.name not in _arrived:
            _arrived.clear()
            _arrived[self.name] = pickle.loads(self.space)
        return _arrived[self.name].shard(self.number, of=self.of)


# The space of the last shard that came, compiled, for those that follow.
_arrived: dict[bytes, Space] = {}


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
        engine: what does the work, as for `bracketed.corpus`. To other processes go only functions that stand in a
            module or a script, and to Dask any.
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
    of = min(total, max(_FEWEST_SHARDS, total // _SHARD))
    work = partial(_values, function, reduce)
    if engine is None:
        return _put_together((work(space.shard(number, of=of)) for number in range(of)), reduce)
    _check_can_be_sent(function, engine)
    _check_can_be_sent(reduce, engine)
    written = pickle.dumps(space)
    name = sha256(written).digest()
    shards = (_Shard(number, of, name, written) for number in range(of))
    return _put_together(_awaited(partial(_values_of_shard, function, reduce), shards, engine, total), reduce)


def _awaited(work: Callable[[_Shard], Any], shards: Iterator[_Shard], engine: Engine, total: int) -> Iterator[Any]:
    bar = Bar(total, "variants")
    try:
        for shard, values in in_order(work, shards, engine):
            if values is None:
                raise BracketedError(f"shard {shard.number} of {shard.of} has cost two workers; is it out of memory?")
            yield values
            bar.show(total * (shard.number + 1) // shard.of)
    finally:
        bar.clear()


def _values_of_shard(
    function: Callable[[Variant], Any], put_together: Callable[[Any, Any], Any] | None, shard: _Shard
) -> list[Any]:
    return _values(function, put_together, shard.variants())


def _values(
    function: Callable[[Variant], Any], put_together: Callable[[Any, Any], Any] | None, variants: VariantRange
) -> list[Any]:
    """Return the values of some variants, or the one value that they come to."""
    values = map(function, variants)
    return [reduce(put_together, values)] if put_together else list(values)


def _put_together(parts: Iterator[list[Any]], put_together: Callable[[Any, Any], Any] | None) -> Any:
    values = (value for part in parts for value in part)
    return reduce(put_together, values) if put_together else list(values)


def _check_can_be_sent(function: Callable[..., Any] | None, engine: Engine) -> None:
    """Say beforehand that a function cannot go to another process, where it would end the worker."""
    from concurrent.futures import ProcessPoolExecutor

    import __main__

    if engine != "processes" and not isinstance(engine, ProcessPoolExecutor):
        return
    copied = engine == "processes" and way_to_start() == "fork"
    # A notebook has no file from which another process could take what is written in it.
    lost = getattr(function, "__module__", None) == "__main__" and not hasattr(__main__, "__file__") and not copied
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

"""A Dask cluster of two processes, for whichever test asks for it; it starts once."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def dask_client() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    settings = {
        # Each worker that a test ends takes a second or two to come back, and longer on a busy machine, on which Dask
        # would take it for lost.
        "distributed.scheduler.allowed-failures": 1,
        "distributed.deploy.lost-worker-timeout": "10 minutes",
    }
    with warnings.catch_warnings():
        # How Dask and its own dependencies get along is their affair.
        warnings.simplefilter("ignore")
        import dask

        dask.config.set(settings)
        cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
        client = distributed.Client(cluster)
    yield client
    client.close()
    cluster.close()

"""A Dask cluster of two processes, which starts once in a run."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

# For a test with an engine as its parameter.
DASK = pytest.param("dask", marks=pytest.mark.slow)


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
        # Dask and its own dependencies warn of each other.
        warnings.simplefilter("ignore")
        import dask

        dask.config.set(settings)
        cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
        client = distributed.Client(cluster)
    yield client
    client.close()
    cluster.close()

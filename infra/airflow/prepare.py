"""``python -m infra.airflow.prepare``: bring Airflow's database up to date and make the pools that are not there."""

from __future__ import annotations

from infra.airflow.pools import pools


def main() -> None:
    """Do it for the AIRFLOW_HOME of the environment; a pool whose slots the operator changed stays as it is."""
    from airflow.models.pool import Pool
    from airflow.utils.db import initdb

    initdb()
    for pool in pools():
        if Pool.get_pool(pool.name) is None:
            Pool.create_or_update_pool(pool.name, slots=pool.slots, description=pool.about, include_deferred=False)


if __name__ == "__main__":
    main()

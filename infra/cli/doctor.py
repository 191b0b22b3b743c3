"""`rasid doctor`: is everything there that Rasid needs, and is what it keeps in order?"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import click

from infra.agreement import compare
from infra.cli.common import JSON_OPTION, emit
from infra.config import Settings, load_settings
from infra.ledger.pruned import files_in_use
from infra.outlets import registry
from infra.sink import ledger_of, open_archive
from infra.stores import open_store, outdated

_LEAST_FREE = 1 << 30  # bytes: one WARC file of full size


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found; ``remedy`` says what to do where ``ok`` is False."""

    check: str
    ok: bool
    found: str
    remedy: str | None = None


@click.command()
@JSON_OPTION
def doctor(as_json: bool) -> None:
    """Check Python, disk, settings, outlets, ledger, archive and store; exit status 1 on a problem.

    Ledger and store are held against each other article by article: is all that was acknowledged there, and once?

    Example: rasid doctor
    """
    findings = list(examine(load_settings()))
    for item in findings:
        if as_json:
            emit({"check": item.check, "ok": item.ok, "found": item.found, "remedy": item.remedy})
        else:
            remedy = f" -> {item.remedy}" if item.remedy else ""
            click.echo(f"{'ok  ' if item.ok else 'BAD '} {item.check}: {item.found}{remedy}")
    sys.exit(0 if all(item.ok for item in findings) else 1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Make every check; one that breaks is a finding too."""
    checks: dict[str, Callable[[Settings], Finding]] = {
        "disk": _disk,
        "contact": _contact,
        "outlets": _outlets,
        "ledger": _ledger,
        "archive": _archive,
        "store": _store,
        "agreement": _agreement,
    }
    yield Finding(check="python", ok=sys.version_info >= (3, 11), found=sys.version.split()[0])
    for name, check in checks.items():
        try:
            yield check(settings)
        except Exception as error:  # whatever is wrong, the other checks are made
            yield Finding(check=name, ok=False, found=f"{type(error).__name__}: {error}", remedy="see the message")


def _disk(settings: Settings) -> Finding:
    settings.home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.home).free
    remedy = None if free >= _LEAST_FREE else "free some space, or set RASID_HOME to a larger disk"
    return Finding(
        check="disk", ok=remedy is None, found=f"{free / 2**30:.1f} GiB free at {settings.home}", remedy=remedy
    )


def _contact(settings: Settings) -> Finding:
    found = settings.contact or "none: outlets are told the project's page alone"
    return Finding(check="contact", ok=True, found=found)


def _outlets(settings: Settings) -> Finding:
    known = registry(settings)
    enabled = sum(outlet.enabled for outlet in known.values())
    return Finding(check="outlets", ok=True, found=f"{len(known)} definitions, {enabled} enabled")


def _ledger(settings: Settings) -> Finding:
    with ledger_of(settings) as ledger:
        counts = ledger.counts()
    held = sum(states.get("captures_quarantined", 0) for states in counts.values())
    return Finding(check="ledger", ok=True, found=f"{len(counts)} outlets known, {held} pages in quarantine")


def _archive(settings: Settings) -> Finding:
    with ledger_of(settings) as ledger:
        named = set(files_in_use(ledger.engine))
    # After the ledger: a crawl makes the file first, a pruning marks the ledger first.
    files = set(open_archive(settings).files())
    missing = sorted(named - files)
    if not missing:
        found = f"{len(files)} WARC files; `rasid archive verify` checks digests"
        return Finding(check="archive", ok=True, found=found)
    found = f"{len(missing)} of {len(files) + len(missing)} WARC files are not there: {', '.join(missing[:5])}"
    return Finding(check="archive", ok=False, found=found, remedy="put them back from a back-up; is archive_url right?")


def _store(settings: Settings) -> Finding:
    with closing(open_store(settings)) as store:
        counts = store.counts()
    older = outdated(settings)
    found = f"{settings.store}: {counts['articles']} articles"
    return Finding(check="store", ok=not older, found=f"{found}; {older}" if older else found)


def _agreement(settings: Settings) -> Finding:
    with ledger_of(settings) as ledger, closing(open_store(settings)) as store:
        found = compare(ledger, store)
    remedy = None if found.holds else "`rasid reprocess` writes what is missing again, from the archive"
    if found.doubled:
        remedy = "an article stands in two monthly indices: delete one of the two documents in the cluster, by _id"
    return Finding(check="agreement", ok=found.holds, found=str(found), remedy=remedy)

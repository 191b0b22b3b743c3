"""The server: fetched once, its checksum pinned, its plugin built, kept between runs."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.elasticsearch.node.jdk import NodeError, find_jdk

VERSION = "9.5.3"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
SHA256 = "bec49f3b8d00e75c8d1cec85c35298635ec9fbd3ae80ef5aeb6bc05abdb3db2d"
_ZIP = f"elasticsearch-{VERSION}.zip"
_PLUGIN = "rasid-analysis"
_SOURCES = Path(__file__).parents[1] / "plugin"
_DESCRIPTOR = f"""description=Lucene's analysis components under their usual names
version={VERSION}
name={_PLUGIN}
classname=org.rasid.analysis.RasidAnalysisPlugin
java.version=21
elasticsearch.version={VERSION}
"""
# Root runs the node as a user of its own, who cannot look into root's home.
_ROOTS_FOLDER = Path("/var/cache/rasid")


def cache_folder() -> Path:
    """Return the folder kept between runs: XDG_CACHE_HOME, else ~/.cache; for root /var/cache."""
    given = os.environ.get("XDG_CACHE_HOME")
    if given and (os.geteuid() != 0 or _open_to_all(Path(given))):
        return Path(given) / "rasid"
    return _ROOTS_FOLDER if os.geteuid() == 0 else Path.home() / ".cache" / "rasid"


def _open_to_all(folder: Path) -> bool:
    return all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents) if place.exists())


def install() -> Path:
    """Return the home of the server, fetching it and building the plugin where needed."""
    base = cache_folder()
    base.mkdir(parents=True, exist_ok=True, mode=0o755)
    home = base / f"elasticsearch-{VERSION}"
    with _locked(base / "install.lock"):
        if not home.is_dir():
            _unpack(_fetched(base), home)
        _build_plugin(home)
    return home


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fetched(base: Path) -> Path:
    given = os.environ.get("RASID_ELASTICSEARCH_ZIP")
    archive = Path(given) if given else base / _ZIP
    if not archive.is_file():
        if given:
            raise NodeError(f"RASID_ELASTICSEARCH_ZIP = {given}: no such file")
        _fetch(archive)
    with archive.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != SHA256:
        raise NodeError(f"{archive}: sha256 is {digest}, expected {SHA256}; remove the file and try again")
    return archive


def _fetch(archive: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise NodeError(
            f"mvn is not there to fetch {ARTIFACT}; install Maven, or name the zip in RASID_ELASTICSEARCH_ZIP"
        )
    with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
        options = (f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}", "-Dmdep.useBaseVersion=true")
        done = subprocess.run(
            [maven, "-q", "-B", "dependency:copy", *options], capture_output=True, text=True, cwd=folder
        )
        fetched = Path(folder) / _ZIP
        if done.returncode or not fetched.is_file():
            raise NodeError(f"mvn could not fetch {ARTIFACT}: {(done.stdout + done.stderr).strip()[-800:]}")
        fetched.replace(archive)


def _unpack(archive: Path, home: Path) -> None:
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        Path(folder).chmod(0o755)
        with zipfile.ZipFile(archive) as bundle:
            bundle.extractall(folder)
        unpacked = Path(folder) / home.name
        for program in (unpacked / "bin").iterdir():
            program.chmod(0o755)
        for writable in ("logs", "data"):
            shutil.rmtree(unpacked / writable, ignore_errors=True)
        unpacked.replace(home)


def _build_plugin(home: Path) -> None:
    sources = sorted(_SOURCES.rglob("*.java"))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    plugin = home / "plugins" / _PLUGIN
    mark = plugin / "sources.sha256"
    if mark.is_file() and mark.read_text() == digest:
        return
    # Built aside and moved in, so that a node that starts meanwhile sees the old plugin or the new one.
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        built = Path(folder) / _PLUGIN
        built.mkdir(mode=0o755)
        _compile(home, sources, Path(folder) / "classes", built / f"{_PLUGIN}.jar")
        (built / "plugin-descriptor.properties").write_text(_DESCRIPTOR)
        (built / mark.name).write_text(digest)
        shutil.rmtree(plugin, ignore_errors=True)
        built.replace(plugin)


def _compile(home: Path, sources: list[Path], classes: Path, jar: Path) -> None:
    jdk = find_jdk()
    options = ("--release", "21", "-proc:none", "-cp", str(home / "lib" / "*"), "-d", str(classes))
    done = subprocess.run([jdk / "bin" / "javac", *options, *sources], capture_output=True, text=True)
    if done.returncode:
        raise NodeError(f"javac could not build the plugin {_PLUGIN}: {done.stderr.strip()[-800:]}")
    with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as bundle:
        for file in sorted(classes.rglob("*.class")):
            bundle.write(file, file.relative_to(classes).as_posix())

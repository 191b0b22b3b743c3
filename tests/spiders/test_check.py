"""The offline check: what it compares, and how it names file, key, expected and got."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from processors.records import Article, DateReading, Image, NotArticle, RawPage
from spiders import check
from spiders.check import Problem, check_outlet
from spiders.outlet import Outlet

HTML = "<h1>عنوان</h1><div class='text'><p>أول</p></div><i>الأكثر قراءة</i>"
CASE = """\
url: https://sample.example/1
fetched_at: 2026-01-02T00:00:00Z
headline: عنوان
published: "2026-01-01"
captions: [صورة]
kicker: null
body: {first: أول الكلام, last: آخر الكلام, paragraphs: 2}
must_exclude: [الأكثر قراءة]
"""


def an_outlet(**changes: object) -> Outlet:
    values: dict[str, object] = {
        "id": "sample",
        "names": {"ar": "نموذج", "latin": "Sample"},
        "country": "IQ",
        "kind": "daily",
        "timezone": "Asia/Baghdad",
        "homepage": "https://sample.example/",
        "hosts": ["sample.example"],
        "enabled": False,
        "layouts": [{"headline": "h1", "body": "div.text"}],
    }
    return Outlet.model_validate(values | changes)


def an_article(page: RawPage, outlet: Outlet | None, **changes: object) -> Article:
    values: dict[str, object] = {
        "id": "1",
        "url": page.url,
        "canonical_url": page.url,
        "outlet": page.outlet_id,
        "fetched_at": page.fetched_at,
        "headline": "عنوان",
        "paragraphs": ("أول الكلام هنا", "وهذا آخر الكلام"),
        "published": DateReading(value=datetime(2026, 1, 1, tzinfo=UTC), raw="1/1", precision="day"),
        "images": (Image(url="https://sample.example/1.jpg", caption="صورة"),),
    }
    return Article(**values | changes)  # type: ignore[arg-type]


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(check, "extract", an_article)
    folder = tmp_path / "sample" / "first"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text(HTML, encoding="utf-8")
    (folder / "expected.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


def expected_file(cases: Path) -> Path:
    return cases / "sample" / "first" / "expected.yaml"


def test_a_page_that_gives_what_is_expected_is_no_problem(cases: Path) -> None:
    assert check_outlet(an_outlet(), cases) == ()


@pytest.mark.parametrize(
    ("changes", "key", "got"),
    [
        ({"headline": "غيره"}, "headline", "غيره"),
        ({"kicker": "فوقه"}, "kicker", "فوقه"),
        ({"published": None}, "published", None),
        ({"images": ()}, "captions", ()),
        ({"paragraphs": ("مقدمة", "وهذا آخر الكلام")}, "body.first", "مقدمة\nوهذا آخر الكلام"),
        ({"paragraphs": ("أول الكلام", "ذيل")}, "body.last", "أول الكلام\nذيل"),
        ({"paragraphs": ("أول الكلام", "", "آخر الكلام")}, "body.paragraphs", 3),
        ({"lead": "الأكثر قراءة اليوم"}, "must_exclude", "it stands in lead"),
    ],
)
def test_a_difference_names_key_expected_and_got(
    cases: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], key: str, got: object
) -> None:
    monkeypatch.setattr(check, "extract", lambda page, outlet: an_article(page, outlet, **changes))
    problem, *others = check_outlet(an_outlet(), cases)
    assert (problem.file, problem.key, problem.got, others) == (expected_file(cases), key, got, [])
    assert str(problem).startswith(f"{expected_file(cases)}: {key}: expected ")


def test_keys_that_are_not_written_are_not_compared(cases: Path) -> None:
    lines = [line for line in CASE.splitlines() if not line.startswith(("published", "captions", "body"))]
    expected_file(cases).write_text("\n".join(lines), encoding="utf-8")
    assert check_outlet(an_outlet(), cases) == ()


def test_a_page_that_is_no_article_is_a_problem(cases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "extract", lambda page, outlet: NotArticle(url=page.url, outlet=None, reason="listing"))
    (problem,) = check_outlet(an_outlet(), cases)
    assert problem.got == "no article: listing"


def test_selectors_without_a_page_are_a_problem(tmp_path: Path) -> None:
    (problem,) = check_outlet(an_outlet(), tmp_path)
    assert (problem.file, problem.key) == (tmp_path / "sample", "layouts.0")


def test_without_selectors_no_page_is_needed(tmp_path: Path) -> None:
    assert check_outlet(an_outlet(layouts=[]), tmp_path) == ()


def test_each_layout_needs_a_page_of_its_days(cases: Path) -> None:
    layouts = [{"body": "div.old", "valid_until": "2020-01-01"}, {"body": "div.text"}]
    (problem,) = check_outlet(an_outlet(layouts=layouts), cases)
    assert (problem.key, "2020-01-01" in str(problem.expected)) == ("layouts.0", True)


def test_a_selector_that_finds_nothing_in_any_page_is_a_problem(cases: Path) -> None:
    (problem,) = check_outlet(an_outlet(layouts=[{"headline": ["h5", "h1"], "byline": "span.writer"}]), cases)
    assert problem.key == "layouts.0.byline"


def test_the_page_must_lie_on_a_host_of_the_outlet(cases: Path) -> None:
    expected_file(cases).write_text(CASE.replace("sample.example", "other.example"), encoding="utf-8")
    (problem,) = check_outlet(an_outlet(), cases)
    assert (problem.key, problem.got) == ("url", "https://other.example/1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CASE + "title: x\n", "title: unknown key"),
        (CASE + "headline: x\n", "stands twice"),
        (CASE.replace("00:00:00Z", "00:00:00"), "fetched_at"),
        (CASE.replace('"2026-01-01"', "2026-01-01"), "published"),
        ("- a list\n", "is a mapping"),
    ],
)
def test_wrong_expectations_are_a_problem_that_names_the_file(cases: Path, text: str, words: str) -> None:
    expected_file(cases).write_text(text, encoding="utf-8")
    problems = check_outlet(an_outlet(layouts=[]), cases)
    assert [problem.file for problem in problems] == [expected_file(cases)]
    assert words in str(problems[0])


@pytest.mark.parametrize("name", ["page.html", "expected.yaml"])
def test_a_case_without_one_of_its_files_is_a_problem(cases: Path, name: str) -> None:
    (cases / "sample" / "first" / name).unlink()
    problems = check_outlet(an_outlet(layouts=[]), cases)
    assert problems == (
        Problem(file=cases / "sample" / "first", key=name, expected="a file of this name", got=None),
    )  # fmt: skip

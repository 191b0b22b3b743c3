"""Everything that Kibana is given. ``python -m infra.kibana.build`` writes ``rasid.ndjson`` beside this file anew."""

from __future__ import annotations

from pathlib import Path

from infra.kibana.dashboards import Control, dashboard, rows
from infra.kibana.dataviews import data_views
from infra.kibana.lens import bars, count, measure, over_time, table, top
from infra.kibana.maps import map_of_places
from infra.kibana.objects import HEALTH, SavedObject, line, renamed
from infra.kibana.searches import searches

FILE = Path(__file__).parent / "rasid.ndjson"
_COUNT = "عدد المواد"
_COUNTRY = Control(field="country", title="بلد الوسيلة | Country")
_OUTLET = Control(field="outlet_name", title="الوسيلة | Outlet")


def saved_objects(prefix: str = "rasid") -> tuple[SavedObject, ...]:
    """Return all objects, what is referenced before what refers to it; ids and aliases begin with ``prefix``."""
    return tuple(renamed(one, prefix) for one in _objects())


def _objects() -> tuple[SavedObject, ...]:
    found = {one.id.removeprefix("rasid-search-"): one for one in searches()}
    parts = (*_the_day(found["latest"]), *_one_actor(found["quotes"]), *_outlets(found["health"]))
    return (*data_views(), *found.values(), *parts)


def ndjson(prefix: str = "rasid") -> str:
    """Return the text of ``rasid.ndjson``, over the aliases of another prefix where one is given."""
    return "".join(f"{line(one)}\n" for one in saved_objects(prefix))


def _the_day(latest: SavedObject) -> tuple[SavedObject, ...]:
    volume = bars(
        "day-volume",
        "المواد عبر الزمن بحسب الوسيلة | Articles over time by outlet",
        (over_time("الوقت"), top("الوسيلة", "outlet_name")),
        count(_COUNT),
    )
    tops = tuple(
        table(f"day-{field}", f"{title} | Top {field}", (top(title, field, 15),), count(_COUNT))
        for field, title in (
            ("persons", "أبرز الأشخاص"),
            ("organisations", "أبرز المؤسسات"),
            ("groups", "أبرز الجماعات"),
            ("places", "أبرز الأماكن"),
        )
    )
    places = map_of_places()
    panels = rows((12, (volume,)), (15, tops), (16, (places, latest)))
    entity = Control(field="persons", title="شخص | Person")
    day = dashboard("day", "راصد: اليوم | Rasid: the day", panels, (_COUNTRY, _OUTLET, entity), since="now-24h")
    return (volume, *tops, places, day)


def _one_actor(quotes: SavedObject) -> tuple[SavedObject, ...]:
    mentions = bars(
        "actor-mentions",
        "الذكر عبر الزمن بحسب بلد الوسيلة | Mentions over time by country of outlet",
        (over_time("الوقت"), top("بلد الوسيلة", "country")),
        count(_COUNT),
    )
    names = table(
        "actor-names",
        "بماذا تسميه كل وسيلة | What each outlet calls it",
        (top("الاسم المستعمل", "names_used", 20), top("الوسيلة", "outlet_name", 5)),
        count(_COUNT),
    )
    beside = table("actor-beside", "من يُذكر معه | Named beside it", (top("شخص", "persons", 20),), count(_COUNT))
    panels = rows((12, (mentions,)), (16, (names, beside)), (16, (quotes,)))
    entity = Control(field="entity_ids", title="الكيان | Entity")
    title = "راصد: فاعل واحد | Rasid: one actor"
    actor = dashboard("actor", title, panels, (entity, _COUNTRY, _OUTLET), since="now-30d")
    return (mentions, names, beside, actor)


def _outlets(health: SavedObject) -> tuple[SavedObject, ...]:
    ratio = table(
        "outlets-volume",
        "الحجم قياسًا بالمعتاد | Volume against usual",
        (top("الوسيلة", "outlet_name", 50),),
        measure("نسبة الحجم إلى المعتاد", "average", "volume_ratio"),
        view=HEALTH,
    )
    errors = bars(
        "outlets-errors",
        "الأخطاء عبر الزمن | Errors over time",
        (over_time("الوقت"), top("الوسيلة", "outlet_name")),
        measure("الأخطاء", "sum", "errors"),
        view=HEALTH,
    )
    lag = table(
        "outlets-lag",
        "التأخر بين النشر والالتقاط | Lag between published and captured",
        (top("الوسيلة", "outlet_name", 50),),
        measure("وسيط التأخر بالثواني", "median", "lag_seconds"),
    )
    panels = rows((14, (ratio, lag)), (12, (errors,)), (14, (health,)))
    title = "راصد: الوسائل | Rasid: outlets"
    return (ratio, errors, lag, dashboard("outlets", title, panels, (_COUNTRY, _OUTLET), since="now-7d"))


if __name__ == "__main__":
    FILE.write_text(ndjson(), encoding="utf-8")

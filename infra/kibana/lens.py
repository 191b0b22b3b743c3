"""Charts and tables as Lens objects: columns first buckets, then the one measure they are ordered by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from infra.kibana.objects import ARTICLES, Reference, SavedObject, query

Column = dict[str, Any]
_LAYER, _VALUE = "layer", "value"


def count(label: str) -> Column:
    """Return the number of documents."""
    return _measure(label, "count", "___records___")


def measure(label: str, operation: str, field: str) -> Column:
    """Return a number of a numeric field: operation is ``average``, ``median``, ``max`` or ``sum``."""
    return _measure(label, operation, field)


def _measure(label: str, operation: str, field: str) -> Column:
    what = {"label": label, "dataType": "number", "operationType": operation, "sourceField": field}
    return {**what, "isBucketed": False, "scale": "ratio", "params": {"emptyAsNull": True}}


def over_time(label: str, field: str = "@timestamp") -> Column:
    """Return buckets of time, as wide as the chosen span asks for."""
    params = {"interval": "auto", "includeEmptyRows": True, "dropPartials": False}
    what = {"label": label, "dataType": "date", "operationType": "date_histogram", "sourceField": field}
    return {**what, "isBucketed": True, "scale": "interval", "params": params}


def top(label: str, field: str, size: int = 10) -> Column:
    """Return the values of a keyword field that have most of the measure."""
    params = {
        "size": size,
        "orderBy": {"type": "column", "columnId": _VALUE},
        "orderDirection": "desc",
        "otherBucket": False,
        "missingBucket": False,
        "parentFormat": {"id": "terms"},
    }
    what = {"label": label, "dataType": "string", "operationType": "terms", "sourceField": field}
    return {**what, "isBucketed": True, "scale": "ordinal", "params": params}


def table(name: str, title: str, buckets: Sequence[Column], value: Column, *, view: str = ARTICLES) -> SavedObject:
    """Return a table: a row for each bucket, the measure last."""
    columns = _columns(buckets, value)
    shown = {"layerId": _LAYER, "layerType": "data", "columns": [{"columnId": key} for key in columns]}
    return _lens(name, title, "lnsDatatable", columns, shown, view)


def bars(name: str, title: str, buckets: Sequence[Column], value: Column, *, view: str = ARTICLES) -> SavedObject:
    """Return stacked bars: the first bucket is the axis, the second (where given) the colours."""
    columns = _columns(buckets, value)
    layer = {"layerId": _LAYER, "layerType": "data", "seriesType": "bar_stacked", "xAccessor": "bucket1"}
    layer["accessors"] = [_VALUE]  # type: ignore[assignment]
    if len(buckets) > 1:
        layer["splitAccessor"] = "bucket2"
    legend = {"isVisible": True, "position": "right"}
    shown = {"legend": legend, "valueLabels": "hide", "preferredSeriesType": "bar_stacked", "layers": [layer]}
    return _lens(name, title, "lnsXY", columns, shown, view)


def _columns(buckets: Sequence[Column], value: Column) -> dict[str, Column]:
    return {**{f"bucket{number}": bucket for number, bucket in enumerate(buckets, 1)}, _VALUE: value}


def _lens(
    name: str, title: str, kind: str, columns: dict[str, Column], shown: Mapping[str, Any], view: str
) -> SavedObject:
    layer = {"columns": columns, "columnOrder": list(columns), "incompleteColumns": {}}
    state = {
        "datasourceStates": {"formBased": {"layers": {_LAYER: layer}}},
        "visualization": shown,
        "query": query(""),
        "filters": [],
        "internalReferences": [],
        "adHocDataViews": {},
    }
    attributes = {"title": title, "description": "", "visualizationType": kind, "state": state}
    reference = Reference(type="index-pattern", id=view, name=f"indexpattern-datasource-layer-{_LAYER}")
    return SavedObject(type="lens", id=f"rasid-lens-{name}", attributes=attributes, references=(reference,))

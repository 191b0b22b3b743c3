"""The map of places. It has no base map: those come from the internet, which a newsroom's cluster may not reach."""

from __future__ import annotations

from infra.kibana.objects import ARTICLES, Reference, SavedObject, packed, query

_SOURCE = "layer_0_source_index_pattern"


def map_of_places() -> SavedObject:
    """Return the heat map of the places that articles name."""
    state = {
        "zoom": 3,
        "center": {"lon": 38, "lat": 28},
        "timeFilters": {"from": "now-24h", "to": "now"},
        "refreshConfig": {"isPaused": True, "interval": 0},
        "query": query(""),
        "filters": [],
    }
    attributes = {
        "title": "خريطة الأماكن المذكورة | Map of places named",
        "description": "",
        "layerListJSON": packed([_layer()]),
        "mapStateJSON": packed(state),
        "uiStateJSON": packed({"isLayerTOCOpen": True, "openTOCDetails": []}),
    }
    reference = Reference(type="index-pattern", id=ARTICLES, name=_SOURCE)
    return SavedObject(type="map", id="rasid-map-places", attributes=attributes, references=(reference,))


def _layer() -> dict[str, object]:
    source = {
        "type": "ES_GEO_GRID",
        "id": "places",
        "geoField": "places_location",
        "requestType": "heatmap",
        "resolution": "COARSE",
        "metrics": [{"type": "count"}],
        "indexPatternRefName": _SOURCE,
        "applyGlobalQuery": True,
        "applyGlobalTime": True,
    }
    style = {"type": "HEATMAP", "colorRampName": "theclassic"}
    shown = {"minZoom": 0, "maxZoom": 24, "alpha": 0.75, "visible": True, "includeInFitToBounds": True, "joins": []}
    return {
        "id": "places",
        "label": "الأماكن | Places",
        "type": "HEATMAP",
        **shown,
        "sourceDescriptor": source,
        "style": style,
    }

"""Data as JSON and back, with the escapes of packages/core/vectors (see WIRE.md)."""

import base64
import math
from datetime import datetime, timedelta, timezone

import cbor2

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
SAFE = 2**53 - 1


def from_json(value):
    if isinstance(value, list):
        return [from_json(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (key, inner), = value.items()
        if key.startswith("$"):
            return unescape(key, inner)
    return {key: from_json(item) for key, item in value.items()}


def unescape(key, value):
    match key:
        case "$bytes":
            return base64.b64decode(value)
        case "$date":
            return EPOCH + timedelta(milliseconds=value)
        case "$bigint":
            return int(value)
        case "$undefined":
            return cbor2.undefined
        case "$number":
            return float(value)
        case "$object":
            return {name: from_json(item) for name, item in value.items()}
        case "$repeat":
            return repeated(value)
    raise ValueError(f"no such escape: {key}")


def repeated(value):
    times = value["times"]
    if "byte" in value:
        return bytes([value["byte"]]) * times
    if "text" in value:
        return value["text"] * times
    if "nest" in value:
        data = from_json(value["nest"])
        for _ in range(times):
            data = [data]
        return data
    item = from_json(value["item"])
    if "key" in value:
        return {f"{value['key']}{index}": item for index in range(times)}
    return [item] * times


def to_json(value):
    if value is cbor2.undefined:
        return {"$undefined": True}
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if abs(value) <= SAFE else {"$bigint": str(value)}
    if isinstance(value, float):
        return number(value)
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"$date": round((value - EPOCH) / timedelta(milliseconds=1))}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        members = {key: to_json(item) for key, item in value.items()}
        looks_escaped = len(members) == 1 and next(iter(members)).startswith("$")
        return {"$object": members} if looks_escaped else members
    raise TypeError(f"no JSON for a {type(value).__name__}")


def number(value):
    if math.isnan(value):
        return {"$number": "NaN"}
    if math.isinf(value):
        return {"$number": "Infinity" if value > 0 else "-Infinity"}
    if value == 0 and math.copysign(1, value) < 0:
        return {"$number": "-0"}
    return value

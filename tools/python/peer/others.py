"""What Python libraries write beyond the data model, by its name in WIRE.md."""

import re
import uuid
from datetime import date, datetime, timezone
from decimal import Decimal
from fractions import Fraction
from ipaddress import ip_address

import cbor2
import msgpack

shared = ["a"]
cycle = []
cycle.append(cycle)

CBOR = {
    "datetime as text": lambda: cbor2.dumps(datetime(2026, 1, 1, tzinfo=timezone.utc)),
    "date": lambda: cbor2.dumps(date(2026, 1, 1)),
    "Decimal": lambda: cbor2.dumps(Decimal("1.5")),
    "Fraction": lambda: cbor2.dumps(Fraction(1, 3)),
    "UUID": lambda: cbor2.dumps(uuid.UUID(int=1)),
    "regular expression": lambda: cbor2.dumps(re.compile("a")),
    "set": lambda: cbor2.dumps({1}),
    "frozenset": lambda: cbor2.dumps(frozenset([1])),
    "IP address": lambda: cbor2.dumps(ip_address("127.0.0.1")),
    "shared values": lambda: cbor2.dumps([shared, shared], value_sharing=True),
    "string references": lambda: cbor2.dumps(["aaaa", "aaaa"], string_referencing=True),
    "indefinite lengths": lambda: cbor2.dumps([1], indefinite_containers=True),
    "integer keys": lambda: cbor2.dumps({1: "a"}),
    "byte keys": lambda: cbor2.dumps({b"a": 1}),
    "simple value": lambda: cbor2.dumps(cbor2.CBORSimpleValue(99)),
    "unknown tag": lambda: cbor2.dumps(cbor2.CBORTag(6000, 1)),
    "self-described": lambda: cbor2.dumps(cbor2.CBORTag(55799, 1)),
}

MESSAGEPACK = {
    "datetime": lambda: msgpack.packb(datetime(2026, 1, 1, tzinfo=timezone.utc), datetime=True),
    "Timestamp": lambda: msgpack.packb(msgpack.Timestamp(1, 2)),
    "ExtType": lambda: msgpack.packb(msgpack.ExtType(5, b"a")),
    "integer keys": lambda: msgpack.packb({1: "a"}),
    "byte keys": lambda: msgpack.packb({b"a": 1}),
    "None as a key": lambda: msgpack.packb({None: 1}),
    "raw bytes as text (the old format)": lambda: msgpack.packb(b"\xff", use_bin_type=False),
    "surrogates": lambda: msgpack.packb("\udc80", unicode_errors="surrogateescape"),
}

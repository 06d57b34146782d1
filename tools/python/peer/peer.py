"""The Python edition, asked over standard input: one call a line, one answer a line, both JSON."""

import json
import sys

import boto3
import cbor2
import kstash
import msgpack

from escapes import from_json, to_json
import others


def create(name, data, namespace="default", backends=("s3",), max_inline_len=100):
    config = kstash.Config(backends=list(backends), max_inline_len=max_inline_len)
    return described(kstash.create(name, from_json(data), namespace=namespace, config=config))


def retrieve(address, backends=("inline", "s3", "https")):
    return described(kstash.retrieve(address, config=kstash.Config(backends=list(backends))))


def share(address, ttl_sec):
    return str(kstash.retrieve(address).share(ttl_sec=ttl_sec))


def inline_round_trips(data, count):
    """What a message carries, into its address and back: for the benchmark, which takes the time."""
    config = kstash.Config(backends=["inline"])
    for _ in range(count):
        stash = kstash.create("x", data, config=config)
        kstash.retrieve(str(stash.address), config=config).data


def described(stash):
    return {
        "address": str(stash.address),
        "name": stash.name,
        "namespace": stash.namespace,
        "md5": stash.md5,
        "data": to_json(stash.data),
    }


def keys(bucket):
    listed = boto3.client("s3").list_objects_v2(Bucket=bucket)
    return [entry["Key"] for entry in listed.get("Contents", [])]


def packb(data):
    return msgpack.packb(from_json(data)).hex()


def unpackb(hex):
    return to_json(msgpack.unpackb(bytes.fromhex(hex)))


def cbor_dumps(data, **options):
    return cbor2.dumps(from_json(data), **options).hex()


def cbor_loads(hex):
    # By default it reads 400 levels.
    return to_json(cbor2.loads(bytes.fromhex(hex), max_depth=500))


def names_of_others():
    return {"cbor": list(others.CBOR), "messagepack": list(others.MESSAGEPACK)}


def other_cbor(what):
    return others.CBOR[what]().hex()


def other_messagepack(what):
    return others.MESSAGEPACK[what]().hex()


FUNCTIONS = {
    function.__name__: function
    for function in (
        create,
        retrieve,
        inline_round_trips,
        share,
        keys,
        packb,
        unpackb,
        cbor_dumps,
        cbor_loads,
        names_of_others,
        other_cbor,
        other_messagepack,
    )
}


def answer(line):
    call = json.loads(line)
    try:
        return {"result": FUNCTIONS[call["name"]](**call["args"])}
    except Exception as error:
        return {"error": {"type": type(error).__name__, "message": str(error)}}


for line in sys.stdin:
    print(json.dumps(answer(line)), flush=True)

"""AWS's extended client for Python: sends standard input, or receives a message, prints
its body and deletes it.

    peer.py QUEUE_URL BUCKET send|send-legacy|receive

Endpoints and credentials are in the environment.
"""

import sys

from sqs_extended_client import SQSExtendedClientSession

queue_url, bucket, action = sys.argv[1:]
sqs = SQSExtendedClientSession().client("sqs")
sqs.large_payload_support = bucket
sqs.delete_payload_from_s3 = True

if action == "receive":
    answer = sqs.receive_message(QueueUrl=queue_url, WaitTimeSeconds=5, MessageAttributeNames=["All"])
    [message] = answer["Messages"]
    sys.stdout.buffer.write(message["Body"].encode("utf-8"))
    handle = message["ReceiptHandle"]
    queue_handle = handle.rpartition("-..s3Key..-")[2]
    if "-" in queue_handle and queue_handle != handle:
        # It cuts a handle at its last hyphen (its issue 28), and ElasticMQ's handles have some.
        sqs.delete_message_from_s3(handle)
        handle = queue_handle
    sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=handle)
else:
    sqs.use_legacy_attribute = action == "send-legacy"
    kind = {"DataType": "String", "StringValue": "report"}
    body = sys.stdin.buffer.read().decode("utf-8")
    sqs.send_message(QueueUrl=queue_url, MessageBody=body, MessageAttributes={"kind": kind})

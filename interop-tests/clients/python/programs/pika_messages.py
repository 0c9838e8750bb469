"""pika: all properties, every type of header field that it can send, bodies of no byte and of many frames."""
import datetime
import hashlib
import os
from decimal import Decimal

import pika

parameters = pika.URLParameters(os.environ["AMQP_URL"])
QUEUE = "pika-messages"


def there_and_back(channel, properties, body):
    channel.basic_publish("", QUEUE, body, properties)
    return channel.basic_get(QUEUE, auto_ack=True)


with pika.BlockingConnection(parameters) as connection:
    channel = connection.channel()
    channel.confirm_delivery()
    channel.queue_declare(QUEUE, exclusive=True)

    _, properties, body = there_and_back(channel, pika.BasicProperties(
        content_type="application/json", content_encoding="utf-8", headers={}, delivery_mode=1, priority=9,
        correlation_id="correlation", reply_to="reply", expiration="600000", message_id="message", timestamp=1700000000,
        type="order", user_id="guest", app_id="shop", cluster_id="cluster"), "Zürich €".encode())
    for name, value in sorted(vars(properties).items()):
        print(name, repr(value))
    print(body.decode())

    headers = {
        "text": "Zürich", "empty": "", "bytes": b"\x00\xff\x80", "true": True, "false": False, "none": None,
        "small": 1, "negative": -1, "int": 2 ** 31 - 1, "long": 2 ** 31, "least": -2 ** 63,
        "decimal": Decimal("-12.345"), "whole": Decimal("7"), "time": datetime.datetime(2023, 11, 14, 22, 13, 20),
        "list": [1, "two", [True, None], {"deep": {"deeper": [Decimal("0.5")]}}], "nothing": [], "table": {"a": {"b": {}}},
        "k" * 128: "a key as long as they may be",
    }
    _, properties, _ = there_and_back(channel, pika.BasicProperties(headers=headers), b"")
    for name, value in headers.items():
        print(name[:20], repr(properties.headers[name]), properties.headers[name] == value)
    print("others", sorted(set(properties.headers) - set(headers)))

    method, properties, body = there_and_back(channel, pika.BasicProperties(), b"")
    print("nothing at all", body, vars(properties) == vars(pika.BasicProperties()), method.message_count)

with pika.BlockingConnection(parameters) as connection:
    channel = connection.channel()
    channel.queue_declare(QUEUE, exclusive=True)
    for size in (1, 131_063, 131_064, 131_065, 1_000_000, 5_000_000):
        sent = bytes(range(256)) * (size // 256) + bytes(size % 256)
        _, properties, body = there_and_back(channel, pika.BasicProperties(content_type=str(size)), sent)
        print("body of", properties.content_type, len(body), hashlib.sha1(body).digest() == hashlib.sha1(sent).digest())

parameters.frame_max = 4096
with pika.BlockingConnection(parameters) as connection:
    channel = connection.channel()
    channel.queue_declare(QUEUE, exclusive=True)
    _, properties, body = there_and_back(channel, pika.BasicProperties(headers={"big": "x" * 3000}), b"y" * 100_000)
    print("in small frames", len(properties.headers["big"]), len(body), body == b"y" * 100_000)

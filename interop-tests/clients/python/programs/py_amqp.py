"""py-amqp, which kombu and Celery stand on: all that it has methods for."""
import datetime
import os
from decimal import Decimal

import amqp

NAME = "py-amqp"
GIVEN = {"host": f"{os.environ['AMQP_HOST']}:{os.environ['AMQP_PORT']}", "userid": "guest", "password": "guest", "virtual_host": "/"}

with amqp.Connection(**GIVEN, confirm_publish=True, heartbeat=20, on_blocked=print, on_unblocked=print) as connection:
    print("server", connection.server_properties["product"], sorted(connection.mechanisms), connection.locales,
          connection.channel_max, connection.frame_max, connection.heartbeat)
    print("capabilities", sorted(connection.server_capabilities))
    channel = connection.channel()
    channel.exchange_declare(NAME, "topic", auto_delete=True)
    channel.exchange_declare(NAME + "-behind", "fanout", auto_delete=True)
    channel.exchange_bind(NAME + "-behind", NAME, "#.copied")
    for name in (NAME, NAME + "-copies"):
        print("declared", channel.queue_declare(name, exclusive=True, auto_delete=False))
    channel.queue_bind(NAME, NAME, "key.*")
    channel.queue_bind(NAME + "-copies", NAME + "-behind")

    headers = {"text": "Zürich", "int": 5, "long": 2 ** 40, "negative": -2 ** 40, "float": 1.25, "true": True, "none": None,
               "decimal": Decimal("3.14"), "time": datetime.datetime(2024, 2, 29, 12, 30), "list": [1, "two", [False]],
               "table": {"deep": {"deeper": {}}}, "bytes": b"\x00\x01\xfe"}
    channel.basic_publish(amqp.Message("Zürich €", content_type="text/plain", content_encoding="utf-8", application_headers=headers,
                                       delivery_mode=2, priority=3, correlation_id="c", reply_to="r", expiration="60000",
                                       message_id="m", timestamp=1709164800, type="t", user_id="guest",
                                       app_id="a"), NAME, "key.copied")
    for name in (NAME, NAME + "-copies"):
        message = channel.basic_get(name)
        print(message.body, message.delivery_info["routing_key"], message.delivery_info["message_count"], message.delivery_tag)
        channel.basic_ack(message.delivery_tag)
    for name, value in sorted(message.properties.items()):
        if name != "application_headers":
            print(name, repr(value))
    for name, value in headers.items():
        print("header", name, repr(message.headers[name]), message.headers[name] == value)

    channel.events["basic_return"].add(lambda error, exchange, key, message: print("returned", error, exchange, key, message.body))
    channel.basic_publish(amqp.Message(b"lost"), NAME, "nowhere", mandatory=True)

    # Consumers of one channel, each with its own callback
    taken = {"one": [], "two": []}
    channel.basic_qos(0, 1, False)
    for tag, name in (("one", NAME), ("two", NAME + "-copies")):
        def received(message, tag=tag):
            taken[tag].append((message.body, message.delivery_info["consumer_tag"], message.delivery_info["redelivered"]))
            if len(taken["one"]) == 1 and tag == "one":
                channel.basic_reject(message.delivery_tag, requeue=True)
            else:
                channel.basic_ack(message.delivery_tag)
        print("consuming", channel.basic_consume(name, consumer_tag=tag, callback=received))
    for number in range(3):
        channel.basic_publish(amqp.Message(b"%d" % number), NAME, "key.copied")
    while len(taken["one"]) < 4 or len(taken["two"]) < 3:
        connection.drain_events(timeout=20)
    for tag, deliveries in taken.items():
        print(tag, deliveries)
        channel.basic_cancel(tag)

    # A consumer that the broker cancels
    doomed = connection.channel()
    doomed.queue_declare(NAME + "-doomed", auto_delete=False)
    cancelled = []
    doomed.basic_consume(NAME + "-doomed", consumer_tag="doomed", on_cancel=cancelled.append, callback=print)
    channel.queue_delete(NAME + "-doomed")
    while not cancelled:
        connection.drain_events(timeout=20)
    print("cancelled", cancelled)
    doomed.close()

with amqp.Connection(**GIVEN) as connection:
    channel = connection.channel()
    channel.queue_declare(NAME, exclusive=True)
    big = os.urandom(1_000_000)
    channel.basic_publish(amqp.Message(big), "", NAME)
    print("big", channel.basic_get(NAME, no_ack=True).body == big)
    channel.tx_select()
    channel.basic_publish(amqp.Message("rolled back"), "", NAME)
    channel.tx_rollback()
    channel.basic_publish(amqp.Message("committed"), "", NAME)
    channel.tx_commit()
    print(channel.basic_get(NAME).body, channel.basic_get(NAME))
    channel.basic_recover(requeue=True)
    message = channel.basic_get(NAME)
    print(message.body, message.delivery_info["redelivered"])
    print("purged", channel.queue_purge(NAME))
    for what, attempt in (
            ("no exchange", lambda channel: channel.queue_bind(NAME, NAME + "-never")),
            ("no queue", lambda channel: channel.basic_get(NAME + "-never")),
            ("another argument", lambda channel: channel.queue_declare(NAME, exclusive=True, arguments={"x-max-length": 1})),
            ("reserved", lambda channel: channel.exchange_declare("amq.py", "direct"))):
        try:
            attempt(connection.channel())
        except amqp.exceptions.ChannelError as error:
            print(what, type(error).__name__, error.reply_code, error.reply_text, error.method_name)
    print("connected", connection.connected)

try:
    amqp.Connection(**{**GIVEN, "virtual_host": "py-amqp-none"}).connect()
except amqp.exceptions.AMQPError as error:
    print(type(error).__name__, error)

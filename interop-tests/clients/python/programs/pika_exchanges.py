"""pika: every type of exchange, bindings between exchanges, alternate exchanges, several consumers and their order."""
import os

import pika
from pika.exceptions import ChannelClosedByBroker

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.confirm_delivery()


def queue(name, exchange, key="", arguments=None):
    channel.queue_declare(name, exclusive=True)
    channel.queue_bind(name, exchange, key, arguments)
    return name


def publish(exchange, key="", headers=None):
    channel.basic_publish(exchange, key, f"{exchange} {key} {headers}".encode(), pika.BasicProperties(headers=headers))


def show(*queues):
    for name in queues:
        bodies = []
        method, properties, body = channel.basic_get(name, auto_ack=True)
        while method:
            bodies.append(body.decode())
            method, properties, body = channel.basic_get(name, auto_ack=True)
        print(name, bodies)


for kind in ("direct", "fanout", "topic", "headers"):
    channel.exchange_declare("pika-exchanges-" + kind, kind, auto_delete=True)

queue("pika-exchanges-one", "pika-exchanges-direct", "one")
queue("pika-exchanges-two", "pika-exchanges-direct", "two")
channel.queue_bind("pika-exchanges-two", "pika-exchanges-direct", "one")
for key in ("one", "two", "three"):
    publish("pika-exchanges-direct", key)
show("pika-exchanges-one", "pika-exchanges-two")

queue("pika-exchanges-left", "pika-exchanges-fanout")
queue("pika-exchanges-right", "pika-exchanges-fanout", "a key that does not matter")
publish("pika-exchanges-fanout", "any")
show("pika-exchanges-left", "pika-exchanges-right")

queue("pika-exchanges-star", "pika-exchanges-topic", "*.orange.*")
queue("pika-exchanges-hash", "pika-exchanges-topic", "lazy.#")
for key in ("quick.orange.rabbit", "lazy.orange.elephant", "lazy", "lazy.pink.rabbit.male", "orange", ".orange.", "lazy..x"):
    publish("pika-exchanges-topic", key)
show("pika-exchanges-star", "pika-exchanges-hash")

queue("pika-exchanges-all", "pika-exchanges-headers", arguments={"x-match": "all", "format": "pdf", "pages": 2})
queue("pika-exchanges-any", "pika-exchanges-headers", arguments={"x-match": "any", "format": "pdf", "urgent": True})
for headers in ({"format": "pdf", "pages": 2}, {"format": "pdf"}, {"urgent": True}, {"format": "zip", "pages": 2}, {"pages": "2"}):
    publish("pika-exchanges-headers", headers=headers)
show("pika-exchanges-all", "pika-exchanges-any")

channel.exchange_declare("pika-exchanges-rest", "fanout", auto_delete=True)
channel.exchange_declare("pika-exchanges-front", "direct", arguments={"alternate-exchange": "pika-exchanges-rest"})
channel.exchange_declare("pika-exchanges-inner", "topic", internal=True, auto_delete=True)
channel.exchange_bind("pika-exchanges-inner", "pika-exchanges-front", "known")
queue("pika-exchanges-behind", "pika-exchanges-inner", "#")
queue("pika-exchanges-unknown", "pika-exchanges-rest")
publish("pika-exchanges-front", "known")
publish("pika-exchanges-front", "unknown")
show("pika-exchanges-behind", "pika-exchanges-unknown")
channel.exchange_unbind("pika-exchanges-inner", "pika-exchanges-front", "known")
publish("pika-exchanges-front", "known")
show("pika-exchanges-unknown")
channel.queue_unbind("pika-exchanges-one", "pika-exchanges-direct", "one")
publish("pika-exchanges-direct", "one")
show("pika-exchanges-one", "pika-exchanges-two")
channel.exchange_delete("pika-exchanges-front")


def refused(what, attempt):
    try:
        attempt(connection.channel())
        print(what, "went well")
    except ChannelClosedByBroker as error:
        print(what, error.reply_code, error.reply_text)


refused("publish to internal", lambda channel: (
    channel.exchange_declare("pika-exchanges-hidden", "fanout", internal=True),
    channel.confirm_delivery(), channel.basic_publish("pika-exchanges-hidden", "x", b"x")))
channel.exchange_delete("pika-exchanges-hidden")
refused("another type", lambda channel: channel.exchange_declare("pika-exchanges-direct", "fanout", auto_delete=True))
refused("passive", lambda channel: channel.exchange_declare("pika-exchanges-never", passive=True))
refused("reserved", lambda channel: channel.exchange_declare("amq.pika-exchanges", "direct"))
refused("default", lambda channel: channel.exchange_declare("", "direct", durable=True))
refused("bind to none", lambda channel: channel.queue_bind("pika-exchanges-one", "pika-exchanges-never", "x"))
refused("delete none", lambda channel: channel.exchange_delete("pika-exchanges-never"))
refused("delete used", lambda channel: channel.exchange_delete("pika-exchanges-direct", if_unused=True))
connection.close()

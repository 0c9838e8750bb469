"""kombu: exchanges of all types, Producer and Consumer with serializers and compression, priorities, SimpleQueue, returns."""
import os
import queue as queues

from kombu import Connection, Consumer, Exchange, Producer, Queue, binding

NAME = "kombu-messages"


def exchange(kind, **more):
    return Exchange(f"{NAME}-{kind}", kind, durable=False, auto_delete=True, **more)


def queue(name, *arguments, **more):
    return Queue(f"{NAME}-{name}", *arguments, exclusive=True, **more)


def consume(connection, queues, count, **more):
    """What so many messages have, in the order in which they came."""
    taken = []

    def received(body, message):
        taken.append((body, message))
        message.ack()

    with Consumer(connection, queues, callbacks=[received], **more):
        while len(taken) < count:
            connection.drain_events(timeout=20)
    return taken


def routing(connection, producer):
    direct, fanout, topic, headers = (exchange(kind) for kind in ("direct", "fanout", "topic", "headers"))
    bound = [queue("direct", direct, "key"), queue("fanout", fanout), queue("topic", topic, "a.#.z"),
             queue("headers", headers, binding_arguments={"x-match": "any", "a": 1, "b": "two"}),
             queue("many", bindings=[binding(direct, "other"), binding(topic, "*.middle.*")])]
    for each in bound:
        each(connection.default_channel).declare()
    for target, key, given in ((direct, "key", {}), (direct, "other", {}), (direct, "nowhere", {}), (fanout, "x", {}),
                               (topic, "a.z", {}), (topic, "a.middle.z", {}), (topic, "z.a", {}),
                               (headers, "", {"a": 1}), (headers, "", {"b": "two", "c": 3}), (headers, "", {"a": 2})):
        producer.publish(f"{target.name} {key} {given}", exchange=target, routing_key=key, headers=given)
    for each in bound:
        got = each(connection.default_channel)
        messages = iter(lambda: got.get(no_ack=True), None)
        print(got.name, [message.payload for message in messages])


def contents(connection, producer):
    target = queue("contents")
    target(connection.default_channel).declare()
    for serializer in ("json", "pickle", "raw"):
        body = "text".encode() if serializer == "raw" else {"number": 1, "text": "Zürich", "list": [1, None, True]}
        producer.publish(body, routing_key=target.name, serializer=serializer, delivery_mode="transient",
                         headers={"float": 1.5, "table": {"list": [1, "two"]}}, correlation_id="c", reply_to="r", app_id="shop")
    producer.publish({"long": "x" * 100_000}, routing_key=target.name, compression="zlib", expiration=60, priority=3)
    for body, message in consume(connection, [target], 4, accept=["json", "pickle", "application/data"], prefetch_count=1):
        headers = dict(message.headers)
        print(str(body)[:60], message.content_type, message.content_encoding, headers,
              {name: message.properties.get(name) for name in ("delivery_mode", "correlation_id", "expiration", "priority")})
    print("delivered by", message.delivery_info["exchange"] == "", message.delivery_info["redelivered"])


def priorities(connection, producer):
    target = queue("ranks", max_priority=10)
    target(connection.default_channel).declare()
    for priority in (0, 5, 10, 5, 1):
        producer.publish(priority, routing_key=target.name, priority=priority)
    print("by priority", [body for body, _ in consume(connection, [target], 5)])


def settling(connection, producer):
    morgue = queue("morgue", exchange("fanout"))
    target = queue("settling", queue_arguments={"x-dead-letter-exchange": f"{NAME}-fanout"})
    for each in (morgue, target):
        each(connection.default_channel).declare()
    seen = []

    def received(body, message):
        seen.append((body, message.delivery_info["redelivered"]))
        if body == "requeue" and not message.delivery_info["redelivered"]:
            message.requeue()
        elif body == "reject":
            message.reject()
        else:
            message.ack()

    for body in ("ack", "requeue", "reject"):
        producer.publish(body, routing_key=target.name)
    with connection.Consumer([target], callbacks=[received]) as consumer:
        while len(seen) < 4:
            connection.drain_events(timeout=20)
        print("settled", sorted(seen), consumer.consuming_from(target.name))
    [(body, message)] = consume(connection, [morgue], 1)
    print("dead", body, message.headers["x-death"][0]["reason"], message.headers["x-death"][0]["queue"])


def returns(connection):
    returned = []
    with connection.channel() as channel:
        producer = Producer(channel, on_return=lambda error, exchange, key, message: returned.append(
            (type(error).__name__, error.reply_code, error.reply_text, exchange, key)))
        producer.publish("lost", exchange="amq.direct", routing_key=NAME + "-nowhere", mandatory=True)
    print("returned", returned)


def simple(connection):
    with connection.SimpleQueue(NAME + "-simple") as simple:
        simple.clear()
        for number in range(3):
            simple.put({"number": number})
        print("simple queue of", simple.qsize())
        for _ in range(3):
            message = simple.get(timeout=20)
            print(message.payload)
            message.ack()
        try:
            simple.get_nowait()
        except queues.Empty:
            print("empty")
        simple.consumer.cancel()
        simple.queue.delete()
        simple.producer.exchange.maybe_bind(simple.channel).delete()
    with connection.SimpleBuffer(NAME + "-buffer") as buffer:
        buffer.put("transient")
        print(buffer.get(timeout=20).payload)


def errors(connection):
    for what, attempt in (
            ("none", lambda channel: Queue(NAME + "-never")(channel).queue_declare(passive=True)),
            ("another type", lambda channel: Exchange(NAME + "-direct", "fanout")(channel).declare()),
            ("reserved", lambda channel: Queue("amq." + NAME)(channel).queue_declare())):
        try:
            attempt(connection.channel())
        except connection.channel_errors as error:
            print(what, type(error).__name__, error)


with Connection(os.environ["AMQP_URL"], transport_options={"confirm_publish": True}) as connection:
    print(connection.as_uri().split(":")[0], connection.transport.driver_name, connection.supports_exchange_type("headers"))
    producer = Producer(connection.channel())
    routing(connection, producer)
    contents(connection, producer)
    priorities(connection, producer)
    settling(connection, producer)
    returns(connection)
    simple(connection)
    errors(connection)
    print("connected", connection.connected)

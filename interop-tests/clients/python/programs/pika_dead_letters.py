"""pika: messages that die, with x-death; length limits, priorities, expiry of queues, single active consumers."""
import os

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.confirm_delivery()
channel.exchange_declare("pika-dead-letters", "fanout", auto_delete=True)
channel.queue_declare("pika-dead-letters-morgue", exclusive=True)
channel.queue_bind("pika-dead-letters-morgue", "pika-dead-letters")


def declare(name, **arguments):
    name = "pika-dead-letters-" + name
    arguments = {"x-" + key.replace("_", "-"): value for key, value in arguments.items()}
    channel.queue_declare(name, exclusive=True, arguments={"x-dead-letter-exchange": "pika-dead-letters", **arguments})
    return name


def died(count=1):
    """Waits for the next of the dead."""
    for method, properties, body in channel.consume("pika-dead-letters-morgue", auto_ack=True, inactivity_timeout=20):
        deaths = [{**death, "time": "..."} for death in properties.headers.pop("x-death")]
        print(body, method.routing_key, properties.expiration,
              "first", [properties.headers["x-first-death-" + what] for what in ("queue", "exchange", "reason")],
              {name: value for name, value in properties.headers.items() if not name.startswith("x-")})
        for death in deaths:
            print("   ", sorted(death.items()))
        count -= 1
        if count == 0:
            channel.cancel()
            return


queue = declare("rejected")
channel.basic_publish("", queue, b"rejected", pika.BasicProperties(headers={"mine": 1}))
channel.basic_reject(channel.basic_get(queue)[0].delivery_tag, requeue=False)
died()

queue = declare("expired", message_ttl=20)
channel.basic_publish("", queue, b"expired in the queue's time")
died()
queue = declare("patient")
channel.basic_publish("", queue, b"expired in its own time", pika.BasicProperties(expiration="20"))
died()

queue = declare("short", max_length=2)
for number in range(4):
    channel.basic_publish("", queue, b"too many: %d" % number)
died(2)
print("left", channel.queue_declare(queue, passive=True).method.message_count)

queue = declare("small", max_length_bytes=10, dead_letter_routing_key="too-big")
channel.basic_publish("", queue, b"12345678")
channel.basic_publish("", queue, b"12345")
died()

# Rejected in one queue, expired in the next: two deaths
declare("second", message_ttl=20)
channel.queue_declare("pika-dead-letters-first", exclusive=True, arguments={
    "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "pika-dead-letters-second"})
channel.basic_publish("", "pika-dead-letters-first", b"twice", pika.BasicProperties(headers={"CC": ["unknown"]}))
channel.basic_nack(channel.basic_get("pika-dead-letters-first")[0].delivery_tag, requeue=False)
died()

# A full queue that refuses
channel.queue_declare("pika-dead-letters-full", exclusive=True, arguments={"x-max-length": 1, "x-overflow": "reject-publish"})
channel.basic_publish("", "pika-dead-letters-full", b"fits")
try:
    channel.basic_publish("", "pika-dead-letters-full", b"one too many")
except pika.exceptions.NackError as error:
    print("refused", error.messages[0].body if error.messages else "")

# Priorities
channel.queue_declare("pika-dead-letters-ranks", exclusive=True, arguments={"x-max-priority": 5})
for priority in (1, 5, None, 3, 9, 1):
    channel.basic_publish("", "pika-dead-letters-ranks", str(priority).encode(), pika.BasicProperties(priority=priority))
print("by priority", [channel.basic_get("pika-dead-letters-ranks", auto_ack=True)[2] for _ in range(6)])

# One active consumer, and the one that comes after it
seen = []
channel.queue_declare("pika-dead-letters-single", exclusive=True, arguments={"x-single-active-consumer": True})
for tag in ("first", "second"):
    connection.channel().basic_consume("pika-dead-letters-single", consumer_tag=tag, on_message_callback=(
        lambda channel, method, properties, body: (seen.append((method.consumer_tag, body)), channel.basic_ack(method.delivery_tag),
                                                   channel.basic_cancel("first") if method.consumer_tag == "first" else None)))
for number in range(3):
    channel.basic_publish("", "pika-dead-letters-single", b"%d" % number)
    while len(seen) <= number:
        connection.process_data_events(time_limit=1)
print("single active consumer", seen)
connection.close()

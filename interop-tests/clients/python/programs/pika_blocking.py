"""pika's blocking connection: declare, bind, publish with confirms, consume, reject, get, returns."""
import os

import pika
from pika.exceptions import ChannelClosedByBroker, UnroutableError

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.exchange_declare("py-blocking", "topic", auto_delete=True)
queue = channel.queue_declare("", exclusive=True).method.queue
print("server-named queue", queue.startswith("amq.gen-"))
channel.queue_bind(queue, "py-blocking", "stock.#")

channel.confirm_delivery()
for number in range(5):
    channel.basic_publish("py-blocking", f"stock.{number}", f"message {number}".encode(),
                          pika.BasicProperties(headers={"number": number, "nested": {"list": [1, "two", None, True]}},
                                               content_type="text/plain", delivery_mode=2, timestamp=1700000000))
try:
    channel.basic_publish("py-blocking", "nowhere", b"lost", mandatory=True)
except UnroutableError as error:
    returned = error.messages[0]
    print("returned", returned.method.reply_code, returned.method.reply_text, returned.body)

channel.basic_qos(prefetch_count=2)
for method, properties, body in channel.consume(queue, inactivity_timeout=20):
    print(method.routing_key, method.redelivered, properties.headers, properties.timestamp, body)
    if body == b"message 4" and not method.redelivered:
        channel.basic_nack(method.delivery_tag, requeue=True)
        continue
    channel.basic_ack(method.delivery_tag)
    if body == b"message 4":
        break
channel.cancel()

print("get", channel.basic_get(queue)[0])
channel.basic_publish("", queue, b"purged")
print("purged", channel.queue_purge(queue).method.message_count)
try:
    channel.queue_declare("py-never-declared", passive=True)
except ChannelClosedByBroker as error:
    print(error.reply_code, error.reply_text)
print("connection open", connection.is_open)
connection.close()

"""pika recovers nothing by itself: its users connect again. Durable things are there, what was not acknowledged comes again."""
import os

import pika
from pika.exceptions import AMQPConnectionError

parameters = pika.URLParameters(os.environ["AMQP_URL"])
parameters.connection_attempts = 5
parameters.retry_delay = 0.2
QUEUE = "pika-recovery"


def publish(channel, *numbers):
    for number in numbers:
        channel.basic_publish("", QUEUE, f"message {number}".encode(), pika.BasicProperties(delivery_mode=2))


def consume(expected, cut_at=None):
    """Acknowledges all but the one at which it is cut."""
    connection = pika.BlockingConnection(parameters)
    channel = connection.channel()
    channel.queue_declare(QUEUE, durable=True)
    channel.basic_qos(prefetch_count=1)
    for method, _, body in channel.consume(QUEUE, inactivity_timeout=20):
        print(body.decode(), "again" if method.redelivered else "for the first time")
        if body.decode() == cut_at:
            print("(cut)")
            connection.process_data_events(time_limit=20)
        if method.redelivered:
            publish(channel, 2, 3)
        channel.basic_ack(method.delivery_tag)
        if body.decode() == expected:
            channel.cancel()
            channel.queue_delete(QUEUE)
            connection.close()
            return


with pika.BlockingConnection(parameters) as connection:
    channel = connection.channel()
    channel.queue_delete(QUEUE)
    channel.queue_declare(QUEUE, durable=True)
    channel.confirm_delivery()
    publish(channel, 0, 1)

cut_at = "message 1"
while True:
    try:
        consume("message 3", cut_at)
        break
    except AMQPConnectionError as error:
        print("connection lost:", type(error).__name__ in ("StreamLostError", "ConnectionClosedByBroker"))
        cut_at = None
print("done")

import functools
import os

import pika

COUNT = 100


def one_by_one():
    """The blocking connection waits for each confirm."""
    connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
    channel = connection.channel()
    queue = channel.queue_declare("", exclusive=True).method.queue
    channel.confirm_delivery()
    for number in range(COUNT):
        channel.basic_publish("", queue, str(number).encode(), mandatory=True)
    connection.close()
    print("confirmed", COUNT, "one by one")


def confirmed(batch, label):
    """Publishes so many at a time and waits for their confirms."""
    left = COUNT
    outstanding = set()

    def on_open(connection):
        connection.channel(on_open_callback=on_channel)

    def on_channel(channel):
        channel.confirm_delivery(functools.partial(on_confirm, channel), callback=lambda frame: channel.queue_declare(
            "", exclusive=True, callback=lambda frame: on_queue(channel, frame.method.queue)))

    def on_queue(channel, queue):
        channel.target = queue
        publish(channel)

    def publish(channel):
        nonlocal left
        for _ in range(min(batch, left)):
            channel.basic_publish("", channel.target, b"x")
            outstanding.add(COUNT - left + 1)
            left -= 1

    def on_confirm(channel, frame):
        tag = frame.method.delivery_tag
        outstanding.difference_update([each for each in outstanding if each <= tag] if frame.method.multiple else [tag])
        if outstanding:
            return
        if left:
            publish(channel)
        else:
            channel.connection.close()

    connection = pika.SelectConnection(pika.URLParameters(os.environ["AMQP_URL"]), on_open_callback=on_open,
                                       on_close_callback=lambda connection, reason: connection.ioloop.stop())
    connection.ioloop.start()
    print("confirmed", COUNT, label)


one_by_one()
confirmed(20, "in batches")
confirmed(COUNT, "as they came")

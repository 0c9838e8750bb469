"""pika's SelectConnection: everything by callbacks, with pipelined publishing, confirms, returns, prefetch, heartbeats."""
import os

import pika

COUNT = 50
QUEUE = "pika-select"


class Program:
    """Publishes, counts its confirms, then consumes what it published, some of it in two goes."""

    def __init__(self):
        self.outstanding = set()
        self.published = 0
        self.returned = []
        self.taken = []
        self.connection = pika.SelectConnection(
            pika.URLParameters(os.environ["AMQP_URL"]), on_open_callback=self.opened,
            on_open_error_callback=lambda connection, error: print("not opened", error), on_close_callback=self.closed)

    def opened(self, connection):
        connection.channel(on_open_callback=self.channel_open)

    def channel_open(self, channel):
        self.channel = channel
        channel.add_on_close_callback(lambda channel, reason: print("channel closed", reason))
        channel.add_on_return_callback(lambda channel, method, properties, body: self.returned.append(
            (method.reply_code, method.reply_text, method.routing_key, body)))
        channel.exchange_declare("pika-select", "direct", auto_delete=True,
                                 callback=lambda frame: channel.queue_declare(QUEUE, exclusive=True, callback=self.declared))

    def declared(self, frame):
        print("declared", frame.method.queue, frame.method.message_count, frame.method.consumer_count)
        self.channel.queue_bind(QUEUE, "pika-select", "key", callback=lambda frame: self.channel.confirm_delivery(
            self.confirmed, callback=self.publish))

    def publish(self, frame):
        for number in range(COUNT):
            self.published += 1
            self.outstanding.add(self.published)
            key = "key" if number % 10 else "nowhere"
            self.channel.basic_publish("pika-select", key, b"%d" % number, pika.BasicProperties(delivery_mode=2), mandatory=True)

    def confirmed(self, frame):
        kind = type(frame.method).NAME
        tag = frame.method.delivery_tag
        self.outstanding -= {each for each in self.outstanding if each == tag or frame.method.multiple and each <= tag}
        if kind != "Basic.Ack":
            print(kind, tag)
        if not self.outstanding:
            print("all confirmed; returned", self.returned)
            self.channel.basic_qos(prefetch_count=10, callback=lambda frame: self.channel.basic_consume(
                QUEUE, self.delivered, consumer_tag="selective", callback=lambda frame: print("consuming", frame.method.consumer_tag)))

    def delivered(self, channel, method, properties, body):
        self.taken.append(body)
        expected = COUNT - len(self.returned)
        if len(self.taken) % 10 == 0 or len(self.taken) == expected:
            channel.basic_ack(method.delivery_tag, multiple=True)
        if len(self.taken) == expected:
            print("in order", self.taken == sorted(self.taken, key=int), len(self.taken))
            channel.basic_cancel("selective", callback=self.cancelled)

    def cancelled(self, frame):
        print("cancelled", frame.method.consumer_tag)
        self.channel.queue_delete(QUEUE, callback=lambda frame: print("deleted with", frame.method.message_count) or self.fail())

    def fail(self):
        self.channel.add_on_close_callback(lambda channel, reason: self.connection.close())
        self.channel.queue_declare(QUEUE, passive=True)

    def closed(self, connection, reason):
        print("connection closed", reason.reply_code, reason.reply_text)
        connection.ioloop.stop()


program = Program()
program.connection.ioloop.start()


def heartbeats():
    """Says nothing but heartbeats for longer than the two intervals after which either side gives up, then is served."""
    parameters = pika.URLParameters(os.environ["AMQP_URL"])
    parameters.heartbeat = 2

    def opened(connection):
        print("heartbeat", connection.params.heartbeat)
        connection.ioloop.call_later(5, lambda: connection.channel(on_open_callback=channel_open))

    def channel_open(channel):
        channel.queue_declare(QUEUE, exclusive=True, callback=lambda frame: channel.basic_consume(
            QUEUE, delivered, auto_ack=True, callback=lambda frame: channel.basic_publish("", QUEUE, b"after the silence")))

    def delivered(channel, method, properties, body):
        print("got", body)
        channel.connection.close()

    def closed(connection, reason):
        print("closed", reason.reply_code, reason.reply_text)
        connection.ioloop.stop()

    pika.SelectConnection(parameters, on_open_callback=opened, on_close_callback=closed).ioloop.start()


heartbeats()

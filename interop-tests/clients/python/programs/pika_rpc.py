"""pika: calls with direct reply-to; the server is a thread with a connection of its own."""
import os
import threading

import pika
from pika.exceptions import ChannelClosedByBroker

parameters = pika.URLParameters(os.environ["AMQP_URL"])
QUEUE = "pika-rpc"


class Client:
    """Waits for one answer at a time; there is no queue for them."""

    def __init__(self):
        self.connection = pika.BlockingConnection(parameters)
        self.channel = self.connection.channel()
        self.channel.basic_consume("amq.rabbitmq.reply-to", self.answered, auto_ack=True)
        self.answer = None

    def answered(self, channel, method, properties, body):
        self.answer = (properties.correlation_id, method.exchange, method.redelivered, body.decode())

    def call(self, number, request):
        self.answer = None
        self.channel.basic_publish("", QUEUE, request.encode(), pika.BasicProperties(
            reply_to="amq.rabbitmq.reply-to", correlation_id=str(number)))
        while self.answer is None:
            self.connection.process_data_events(time_limit=1)
        return self.answer


def serve(ready):
    with pika.BlockingConnection(parameters) as connection:
        channel = connection.channel()
        channel.queue_declare(QUEUE, exclusive=False, auto_delete=True)

        def requested(channel, method, properties, body):
            to = properties.reply_to
            exists = channel.queue_declare(to, passive=True).method
            answer = f"{body.decode()[::-1]} for {to.startswith('amq.rabbitmq.reply-to.')}, consumers {exists.consumer_count}"
            channel.basic_publish("", to, answer.encode(), pika.BasicProperties(correlation_id=properties.correlation_id))
            channel.basic_ack(method.delivery_tag)
            if body == b"stop":
                channel.stop_consuming()

        channel.basic_consume(QUEUE, requested)
        ready.set()
        channel.start_consuming()


client = Client()
ready = threading.Event()
server = threading.Thread(target=serve, args=(ready,))
server.start()
ready.wait(20)
for number, request in enumerate(("hello", "world", "x" * 40, "stop")):
    print(client.call(number, request))
server.join(20)


def refused(what, attempt):
    channel = client.connection.channel()
    try:
        attempt(channel)
        print(what, "went well")
    except ChannelClosedByBroker as error:
        print(what, error.reply_code, error.reply_text)


refused("with acknowledgements", lambda channel: channel.basic_consume("amq.rabbitmq.reply-to", print))
refused("a call without a consumer", lambda channel: (channel.confirm_delivery(), channel.basic_publish(
    "", "anything", b"x", pika.BasicProperties(reply_to="amq.rabbitmq.reply-to"))))
client.connection.close()

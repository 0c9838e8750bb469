import os

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.queue_declare("hello")


def received(channel, method, properties, body):
    print("received", body.decode())


channel.basic_consume("hello", received, auto_ack=True)
print("waiting")
channel.start_consuming()

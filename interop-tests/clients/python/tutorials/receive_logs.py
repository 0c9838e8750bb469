import os

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.exchange_declare("logs", "fanout")
queue = channel.queue_declare("", exclusive=True).method.queue
channel.queue_bind(queue, "logs")


def received(channel, method, properties, body):
    print("received", body.decode())


channel.basic_consume(queue, received, auto_ack=True)
print("waiting")
channel.start_consuming()

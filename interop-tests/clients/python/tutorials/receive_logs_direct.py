import os
import sys

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.exchange_declare("direct_logs", "direct")
queue = channel.queue_declare("", exclusive=True).method.queue
for key in sys.argv[1:]:
    channel.queue_bind(queue, "direct_logs", key)


def received(channel, method, properties, body):
    print(f"received {method.routing_key}:{body.decode()}")


channel.basic_consume(queue, received, auto_ack=True)
print("waiting")
channel.start_consuming()

import os
import sys

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.queue_declare("task_queue", durable=True)


def received(channel, method, properties, body):
    print("received", body.decode())
    if "slow" not in sys.argv:
        print("done", body.decode())
        channel.basic_ack(method.delivery_tag)


channel.basic_qos(prefetch_count=1)
channel.basic_consume("task_queue", received)
print("waiting")
channel.start_consuming()

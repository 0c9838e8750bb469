import os
import sys

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.queue_declare("task_queue", durable=True)
task = sys.argv[1]
channel.basic_publish("", "task_queue", task.encode(), pika.BasicProperties(delivery_mode=2))
print("sent", task)
connection.close()

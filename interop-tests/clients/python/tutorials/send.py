import os

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.queue_declare("hello")
channel.basic_publish("", "hello", b"Hello World!")
print("sent Hello World!")
connection.close()

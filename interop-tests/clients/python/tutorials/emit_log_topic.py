import os
import sys

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.exchange_declare("topic_logs", "topic")
channel.basic_publish("topic_logs", sys.argv[1], sys.argv[2].encode())
print(f"sent {sys.argv[1]}:{sys.argv[2]}")
connection.close()

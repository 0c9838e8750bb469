import os
import sys

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.exchange_declare("logs", "fanout")
channel.basic_publish("logs", "", sys.argv[1].encode())
print("sent", sys.argv[1])
connection.close()

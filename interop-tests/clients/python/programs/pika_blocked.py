"""pika: a publisher hears that it is blocked while the broker is short of memory, and goes on afterwards."""
import os

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
told = []
connection.add_on_connection_blocked_callback(lambda connection, frame: told.append("blocked: " + frame.method.reason))
connection.add_on_connection_unblocked_callback(lambda connection, frame: told.append("unblocked"))
channel = connection.channel()
queue = channel.queue_declare("", exclusive=True).method.queue

print("(alarm)")
published = 0
while not told and published < 200:
    channel.basic_publish("", queue, b"x")
    published += 1
    connection.process_data_events(time_limit=0.1)
print(told)
print("(alarm over)")
for _ in range(200):
    if len(told) < 2:
        connection.process_data_events(time_limit=0.1)
print(told)
print("all there", all(channel.basic_get(queue, auto_ack=True)[0] for _ in range(published)))
connection.close()

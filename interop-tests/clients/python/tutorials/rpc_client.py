import os
import sys
import uuid

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
answers = channel.queue_declare("", exclusive=True).method.queue
request = str(uuid.uuid4())
channel.basic_publish("", "rpc_queue", sys.argv[1].encode(), pika.BasicProperties(reply_to=answers, correlation_id=request))
for method, properties, body in channel.consume(answers, auto_ack=True, inactivity_timeout=20):
    if properties is None:
        raise TimeoutError("no answer")
    if properties.correlation_id == request:
        print(f"fib({sys.argv[1]}) = {body.decode()}")
        break
connection.close()

import os

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.queue_declare("rpc_queue")


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def requested(channel, method, properties, body):
    answer = str(fibonacci(int(body)))
    channel.basic_publish("", properties.reply_to, answer.encode(),
                          pika.BasicProperties(correlation_id=properties.correlation_id))
    channel.basic_ack(method.delivery_tag)


channel.basic_qos(prefetch_count=1)
channel.basic_consume("rpc_queue", requested)
print("waiting")
channel.start_consuming()

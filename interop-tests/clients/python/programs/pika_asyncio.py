"""pika's adapter for asyncio: its callbacks turned into futures."""
import asyncio
import os

import pika
from pika.adapters.asyncio_connection import AsyncioConnection

QUEUE = "pika-asyncio"


async def called(method, *arguments, **named):
    """The frame that the callback of a method gets."""
    future = asyncio.get_running_loop().create_future()
    method(*arguments, callback=future.set_result, **named)
    return (await future).method


async def connect():
    future = asyncio.get_running_loop().create_future()
    connection = AsyncioConnection(pika.URLParameters(os.environ["AMQP_URL"]), on_open_callback=future.set_result,
                                   on_open_error_callback=lambda connection, error: future.set_exception(error))
    await future
    return connection


async def open_channel(connection):
    future = asyncio.get_running_loop().create_future()
    connection.channel(on_open_callback=future.set_result)
    return await future


async def main():
    connection = await connect()
    channel = await open_channel(connection)
    declared = await called(channel.queue_declare, QUEUE, exclusive=True)
    print("declared", declared.queue, declared.message_count)
    deliveries = asyncio.Queue()
    await called(channel.basic_qos, prefetch_count=3)
    await called(channel.basic_consume, QUEUE, consumer_tag="async", on_message_callback=(
        lambda channel, method, properties, body: deliveries.put_nowait((method, properties, body))))
    for number in range(10):
        channel.basic_publish("", QUEUE, f"message {number}".encode(), pika.BasicProperties(message_id=str(number)))
    for _ in range(10):
        method, properties, body = await asyncio.wait_for(deliveries.get(), 20)
        channel.basic_ack(method.delivery_tag)
        print(method.delivery_tag, properties.message_id, body.decode())

    # Several channels at once, each with its own queue
    async def worker(name):
        own = await open_channel(connection)
        queue = f"{QUEUE}-{name}"
        await called(own.queue_declare, queue, exclusive=True)
        confirms = asyncio.Queue()
        await called(own.confirm_delivery, ack_nack_callback=confirms.put_nowait)
        own.basic_publish("", queue, name.encode())
        await confirms.get()
        counted = await called(own.queue_declare, queue, passive=True)
        closed = asyncio.get_running_loop().create_future()
        own.add_on_close_callback(lambda channel, reason: closed.set_result(reason))
        own.close()
        return name, counted.message_count, (await closed).reply_code

    print(await asyncio.gather(*(worker(name) for name in "abc")))
    closed = asyncio.get_running_loop().create_future()
    channel.add_on_close_callback(lambda channel, reason: closed.set_result(reason))
    channel.basic_publish("pika-asyncio-never", "x", b"x")
    print("closed by", await closed)
    done = asyncio.get_running_loop().create_future()
    connection.add_on_close_callback(lambda connection, reason: done.set_result(reason))
    connection.close()
    print("connection closed", (await done).reply_code)


asyncio.run(asyncio.wait_for(main(), 50))

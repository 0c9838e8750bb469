"""aiormq, which aio-pika stands on: protocol methods as coroutines."""
import asyncio
import os

import aiormq
from aiormq.exceptions import ChannelNotFoundEntity, ChannelPreconditionFailed

NAME = "aiormq-basics"


async def main():
    connection = await aiormq.connect(os.environ["AMQP_URL"] + "?heartbeat=5&channel_max=64")
    print("tuned", connection.connection_tune.channel_max, connection.connection_tune.frame_max)
    channel = await connection.channel()
    await channel.exchange_declare(exchange=NAME, exchange_type="headers", auto_delete=True)
    declared = await channel.queue_declare(NAME, exclusive=True)
    await channel.queue_bind(declared.queue, NAME, arguments={"x-match": "all", "colour": "red", "size": 3})

    deliveries = asyncio.Queue()
    consuming = await channel.basic_consume(declared.queue, deliveries.put, consumer_tag="aiormq")
    print("consuming", consuming.consumer_tag)
    for colour in ("red", "blue", "red"):
        confirmed = await channel.basic_publish(colour.encode(), exchange=NAME, properties=aiormq.spec.Basic.Properties(
            headers={"colour": colour, "size": 3}, expiration="60000", priority=1))
        print("published", colour, type(confirmed).__name__)
    for _ in range(2):
        message = await asyncio.wait_for(deliveries.get(), 20)
        print(message.body, message.header.properties.headers, message.delivery.exchange, message.delivery.delivery_tag)
        await channel.basic_ack(message.delivery.delivery_tag)
    await channel.basic_cancel(consuming.consumer_tag)

    for what, attempt in (
            ("bind to none", lambda channel: channel.queue_bind(NAME, NAME + "-never")),
            ("redeclare", lambda channel: channel.queue_declare(NAME, exclusive=True, arguments={"x-expires": 5000}))):
        try:
            await attempt(await connection.channel())
        except (ChannelNotFoundEntity, ChannelPreconditionFailed) as error:
            print(what, type(error).__name__, error)
    await connection.close()

    connection = await aiormq.connect(os.environ["AMQP_URL"])
    channel = await connection.channel()
    await channel.queue_declare(NAME, exclusive=True)
    await channel.basic_publish(b"y" * 300_000, routing_key=NAME)
    print("big", len((await channel.basic_get(NAME, no_ack=True)).body))
    print("empty", type((await channel.basic_get(NAME)).delivery).__name__)
    await connection.close()


asyncio.run(asyncio.wait_for(main(), 50))

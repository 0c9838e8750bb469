"""aio-pika's patterns: remote procedure calls, and a master with workers."""
import asyncio
import os

from aio_pika import connect_robust
from aio_pika.exceptions import MessageProcessError
from aio_pika.patterns import RPC, JsonRPC, Master, NackMessage, RejectMessage

NAME = "aio-pika-rpc"


async def multiply(*, x, y):
    return x * y


async def fail(*, reason):
    raise ValueError(reason)



async def calls(connection):
    server = await RPC.create(await connection.channel())
    client = await RPC.create(await connection.channel())
    await server.register(NAME + "-multiply", multiply, auto_delete=True)
    await server.register(NAME + "-fail", fail, auto_delete=True)
    print("called", await asyncio.gather(*(client.call(NAME + "-multiply", {"x": x, "y": 3}) for x in range(10))))
    try:
        await client.call(NAME + "-fail", {"reason": "it must"})
    except ValueError as error:
        print("failed", error)
    try:
        await client.call(NAME + "-nobody", {})
    except MessageProcessError as error:
        print("nobody there:", error.args[0])

    # A call whose time is over before somebody takes it comes back by the exchange for dead letters
    channel = await connection.channel()
    await channel.declare_queue(NAME + "-busy", auto_delete=True, arguments={"x-dead-letter-exchange": RPC.DLX_NAME})
    try:
        await client.call(NAME + "-busy", {}, expiration=0.05)
    except asyncio.TimeoutError as error:
        print("timed out:", error.args[0])
    await channel.queue_delete(NAME + "-busy")
    await client.close()
    await server.close()

    json = await JsonRPC.create(await connection.channel())
    await json.register(NAME + "-json", multiply, auto_delete=True)
    print("in JSON", await json.call(NAME + "-json", {"x": 1.5, "y": 4}))
    await json.close()


async def tasks(connection):
    done = asyncio.Queue()
    tries = {}

    async def work(*, number):
        tries[number] = tries.get(number, 0) + 1
        if number == 1 and tries[number] < 3:
            raise NackMessage(requeue=True)
        if number == 2:
            await done.put((number, "rejected"))
            raise RejectMessage(requeue=False)
        await done.put((number, "done"))

    channel = await connection.channel()
    await channel.set_qos(prefetch_count=1)
    master = Master(channel)
    worker = await master.create_worker(NAME + "-tasks", work, auto_delete=True)
    for number in range(5):
        await master.create_task(NAME + "-tasks", {"number": number})
    print(sorted([await asyncio.wait_for(done.get(), 20) for _ in range(5)]), sorted(tries.items()))
    await worker.close()


async def main():
    connection = await connect_robust(os.environ["AMQP_URL"])
    async with connection:
        await calls(connection)
        await tasks(connection)


asyncio.run(asyncio.wait_for(main(), 50))

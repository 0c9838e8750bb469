"""The load bench: RabbitMQ's own load tool against one or two running brokers.

Here belongs what `compare` and `perftest-options` share: the scenarios, the run of one of them with its
proof that nothing went missing, the broker's costs as the operating system counts them, and the tables.
What measures inside a JVM (JMH) lives in src/main/java instead. Python's standard library only.
"""

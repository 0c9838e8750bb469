/** What the container image runs, laid out as there, without a container: the entrypoint, the broker, RabbitMQ's command names. */
package dev.leveret.interop.image;

/** The verbs of rabbitmqctl and its kin as a running broker carries them out, with RabbitMQ's words and forms of output. */
package dev.leveret.server.control.verb;

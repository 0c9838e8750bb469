/**
 * How RabbitMQ words things in its reply texts, which clients match on. What never belongs here: when to
 * say it.
 */
package dev.leveret.amqp.text;

/**
 * Scenarios that are played against two brokers, word for word, and the recording client that writes down all that can be
 * seen of them: replies and their counts, confirms and returns, deliveries with every property, closes with code, text and
 * method. The scenarios are in a package for each chapter beside this one, and {@code comparison} says what comes of it. What
 * a broker ought to do is not said anywhere here: RabbitMQ 3.10.8 was recorded, and the recordings are resources.
 */
package dev.leveret.interop.differential;

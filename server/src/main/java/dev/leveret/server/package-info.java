/**
 * The broker as a whole: how its parts are put together, started and stopped, and main.
 *
 * <p>No rule of AMQP belongs here.
 */
package dev.leveret.server;

/**
 * What is asked of a running broker from outside AMQP: the socket in its data folder, and the command line's way to it. How a
 * request is carried out belongs to whoever has the data.
 */
package dev.leveret.server.control;

/**
 * RabbitMQ's definitions.json: what is in one, importing it into a running broker, and exporting one. Also what a broker has
 * when nobody has defined anything yet. How queues, exchanges, policies and users work does not belong here.
 */
package dev.leveret.server.definitions;

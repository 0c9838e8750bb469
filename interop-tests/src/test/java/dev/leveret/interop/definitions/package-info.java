/**
 * What operators define: policies, and what comes from a definitions.json of RabbitMQ. All of it through the command line and
 * on brokers of the tests' own.
 */
package dev.leveret.interop.definitions;

/** JSON as a tree of values: reading it with the place of what is wrong in it, writing it, and AMQP's tables in it. */
package dev.leveret.server.json;

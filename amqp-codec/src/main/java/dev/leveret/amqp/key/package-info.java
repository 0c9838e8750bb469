/**
 * What tells that a message repeats another one, wherever that is found out, and how that is kept: docs/decisions/0012. Not who
 * keeps what for how long.
 */
package dev.leveret.amqp.key;

/**
 * The errors that AMQP 0-9-1 knows: reply codes, an error as a value, and the exception that carries one
 * to the place that answers it. What never belongs here: how an error is answered on the wire, and any
 * failure that is not one of the protocol's (a defect of ours, a full disk).
 */
package dev.leveret.amqp.error;

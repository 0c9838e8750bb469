/**
 * The values that methods and content headers are made of: field tables, basic properties, and the reader
 * and writer of arguments. What never belongs here: frames, and what a method or a header means to the
 * broker.
 */
package dev.leveret.amqp.value;

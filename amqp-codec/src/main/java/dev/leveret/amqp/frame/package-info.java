/**
 * Frames of AMQP 0-9-1: bytes into frames, frames into bytes, and the order in which the frames of a
 * content must come. What never belongs here: sockets, and what a connection or channel does with a frame.
 */
package dev.leveret.amqp.frame;

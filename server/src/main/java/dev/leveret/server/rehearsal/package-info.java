/** A start and a client's first steps, gone through once so that the JVM can write down what they need. */
package dev.leveret.server.rehearsal;

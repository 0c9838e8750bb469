/**
 * How log lines look and where they go.
 *
 * <p>What is logged does not belong here; everybody else knows only slf4j.
 */
package dev.leveret.server.logging;

/**
 * What the broker asks of the operating system, and in which order: a kill leaves the page cache as it was, so only this
 * shows a sync that is missing. What belongs here is the trace, its reader and what is read out of it; what clients see is
 * elsewhere.
 */
package dev.leveret.interop.syscalls;

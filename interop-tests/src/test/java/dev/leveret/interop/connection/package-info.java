/**
 * Connections: login, tuning, heartbeats, virtual hosts, frames as such, and the end of a connection from either
 * side. What happens on channels is in the packages beside this one.
 */
package dev.leveret.interop.connection;

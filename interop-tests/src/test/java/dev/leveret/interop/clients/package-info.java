/**
 * Clients of many languages against the real server process: programs as users of these clients write them, in
 * {@code interop-tests/clients}.
 */
package dev.leveret.interop.clients;

/**
 * Who a client is, and what that name may do: SASL mechanisms, the check of a password, access to virtual hosts.
 *
 * <p>The order of the handshake's methods does not belong here; the connection knows it.
 */
package dev.leveret.server.auth;

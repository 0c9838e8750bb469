/**
 * TLS: certificates and keys from files, what is spoken with whom, and the renewal of certificates.
 *
 * <p>Sockets and pipelines do not belong here: what comes out is an engine for a connection. Nothing of this is loaded
 * unless the broker listens for TLS.
 */
package dev.leveret.server.tls;

/**
 * What a client does on one channel: publishing, consuming and settling, confirms, transactions, and asking the virtual
 * host for exchanges, queues and bindings.
 *
 * <p>What a queue or an exchange makes of it does not belong here, nor does writing channel.close: errors are thrown,
 * and the connection answers them.
 */
package dev.leveret.server.channel;

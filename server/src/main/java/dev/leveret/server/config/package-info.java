/**
 * Settings: where they come from (files, command line), how their values are read, and the immutable records that the
 * rest of the broker is given.
 *
 * <p>Nothing here acts on a setting.
 */
package dev.leveret.server.config;

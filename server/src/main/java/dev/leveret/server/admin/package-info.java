/**
 * What operators change of users, permissions and virtual hosts, whatever tool they use: it is checked, stored, told to the event
 * exchange, and takes its effect on connections that are there.
 */
package dev.leveret.server.admin;

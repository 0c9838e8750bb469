/** rabbitmqadmin: its words and its output, for what rabbitmqctl's verbs can do, and for declaring. No HTTP. */
package dev.leveret.server.control.admin;

package dev.leveret.server.control.admin;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.Outcome;
import dev.leveret.queue.QueueReply;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.control.verb.MessageRequests;
import dev.leveret.server.control.verb.Taken;
import dev.leveret.server.json.JsonValue;
import dev.leveret.store.disk.DiskReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** {@code rabbitmqadmin publish} and {@code get}. */
final class AdminMessages {

    /** The default exchange, as the HTTP API has it in its paths. */
    private static final String DEFAULT_EXCHANGE = "amq.default";

    /** What an answer may have of bodies, so that it fits into a line of the control socket however it is written. */
    private static final int PRINTED_BYTES_MAX = 2 << 20;

    private static final List<String> FILE_COLUMNS =
            List.of("routing_key", "exchange", "message_count", "payload_bytes", "redelivered");

    private final MessageRequests messages;
    private final Path folder;

    /** @param folder that paths are relative to */
    AdminMessages(MessageRequests messages, Path folder) {
        this.messages = messages;
        this.folder = folder;
    }

    /** Answers the line that tells of it. */
    String publish(AdminWords words) throws RequestException {
        Map<String, String> values = AdminUsage.values("publish", words.arguments());
        String exchange = values.getOrDefault("exchange", DEFAULT_EXCHANGE);
        Message message = Message.of(
                address(exchange.equals(DEFAULT_EXCHANGE) ? "" : exchange, values.get("routing_key")),
                ContentHeader.of(MessageProperties.read(Ctl.json(values.getOrDefault("properties", "{}")))),
                payload(values),
                0);
        return messages.publish(words.vhost(), message) ? "Message published" : "Message published but NOT routed";
    }

    private static Address address(String exchange, String routingKey) throws RequestException {
        try {
            return Address.of(exchange, routingKey);
        } catch (IllegalArgumentException e) {
            throw new RequestException(e.getMessage(), e);
        }
    }

    private static byte[] payload(Map<String, String> values) throws RequestException {
        String text = values.getOrDefault("payload", "");
        return switch (values.getOrDefault("payload_encoding", "string")) {
            case "string" -> text.getBytes(StandardCharsets.UTF_8);
            case "base64" -> decoded(text);
            default -> throw new RequestException("payload_encoding is string or base64, not " + values.get("payload_encoding"));
        };
    }

    private static byte[] decoded(String base64) throws RequestException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new RequestException("the payload is no base64", e);
        }
    }

    /** Answers the list of what was taken. */
    String get(AdminWords words) throws RequestException {
        Map<String, String> values = AdminUsage.values("get", words.arguments());
        String count = values.getOrDefault("count", "1");
        String file = values.getOrDefault("payload_file", "");
        if (!file.isEmpty() && !count.equals("1")) {
            throw AdminUsage.misuse("Cannot get multiple messages using payload_file");
        }
        if (!count.matches("\\d{1,9}")) {
            throw new RequestException("count is a number, not " + count);
        }
        boolean isBase64 = isBase64(values.getOrDefault("encoding", "auto"));
        Outcome outcome = outcome(values.getOrDefault("ackmode", "ack_requeue_true"));
        AdminOutput output = new AdminOutput(words);
        try (Taken taken = messages.from(words.vhost(), values.get("queue"))) {
            String list = file.isEmpty()
                    ? output.list(rows(taken, Integer.parseInt(count), isBase64), List.of())
                    : output.list(toFile(taken, file), FILE_COLUMNS);
            // Order: when all is written that might fail, as what is settled may be gone.
            taken.settle(outcome);
            return list;
        }
    }

    private static boolean isBase64(String encoding) throws RequestException {
        return switch (encoding) {
            case "auto" -> false;
            case "base64" -> true;
            default -> throw new RequestException("encoding is auto or base64, not " + encoding);
        };
    }

    private static Outcome outcome(String ackMode) throws RequestException {
        return switch (ackMode) {
            case "ack_requeue_true", "reject_requeue_true" -> Outcome.REQUEUE;
            case "ack_requeue_false" -> Outcome.ACK;
            case "reject_requeue_false" -> Outcome.DISCARD;
            default -> throw new RequestException("ackmode is ack_requeue_true, ack_requeue_false, reject_requeue_true or"
                    + " reject_requeue_false, not " + ackMode);
        };
    }

    private static List<JsonValue.Members> rows(Taken taken, int count, boolean isBase64) throws RequestException {
        List<JsonValue.Members> rows = new ArrayList<>();
        long bytes = 0;
        while (rows.size() < count) {
            QueueReply.Got got = taken.next();
            if (got == null) {
                break;
            }
            bytes += got.delivery().message().size();
            if (bytes > PRINTED_BYTES_MAX) {
                throw new RequestException("more than " + PRINTED_BYTES_MAX + " bytes are not printed: get fewer messages, or one"
                        + " with payload_file");
            }
            rows.add(row(got, isBase64));
        }
        return rows;
    }

    /** With the names of the HTTP API. */
    private static JsonValue.Members row(QueueReply.Got got, boolean isBase64) {
        Message message = got.delivery().message();
        String text = isBase64 ? null : text(message.body());
        return facts(got)
                .put("payload", text == null ? Base64.getEncoder().encodeToString(message.body()) : text)
                .put("payload_encoding", text == null ? "base64" : "string")
                .build();
    }

    private static JsonValue.Builder facts(QueueReply.Got got) {
        Message message = got.delivery().message();
        return JsonValue.object()
                .put("payload_bytes", message.bodySize())
                .put("redelivered", got.delivery().redelivered())
                .put("exchange", message.address().exchange())
                .put("routing_key", message.address().routingKey())
                .put("message_count", got.remainingReady())
                .put("properties", MessageProperties.json(message.header().properties()));
    }

    /** Null if it is none. */
    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private List<JsonValue.Members> toFile(Taken taken, String file) throws RequestException {
        QueueReply.Got got = taken.next();
        if (got == null) {
            return List.of();
        }
        Path path = folder.resolve(file).normalize();
        try {
            Files.write(path, got.delivery().message().body());
        } catch (IOException e) {
            throw new RequestException(path + " can't be written: " + DiskReason.of(e), e);
        }
        return List.of(facts(got).build());
    }
}

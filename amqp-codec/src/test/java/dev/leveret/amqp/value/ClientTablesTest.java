package dev.leveret.amqp.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.ValueReader;
import com.rabbitmq.client.impl.ValueWriter;
import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.testing.ClientForm;
import dev.leveret.amqp.testing.ClientFrames;
import dev.leveret.amqp.testing.RandomValues;
import dev.leveret.amqp.testing.RecordedFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** RabbitMQ's Java client and we read each other's field tables and properties, for thousands of random ones. */
class ClientTablesTest {

    private static final int ROUNDS = 5000;

    @Test
    void clientReadsTheTablesThatWeWrite() throws IOException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            FieldTable table = new RandomValues(seed).table();
            Map<String, Object> read = new ValueReader(stream(write(table))).readTable();
            assertEquals(
                    ClientForm.comparable(ClientForm.of(table)), ClientForm.comparable(read), "seed " + seed);
        }
    }

    @Test
    void weReadTheTablesThatTheClientWrites() throws IOException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Map<String, Object> table = ClientForm.of(new RandomValues(seed).table());
            FieldTable read = ArgumentReader.of(clientBytes(table)).table();
            assertEquals(
                    ClientForm.comparable(table), ClientForm.comparable(ClientForm.of(read)), "seed " + seed);
        }
    }

    @Test
    void weReadTheTablesThatWeWrite() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            FieldTable table = new RandomValues(seed).table();
            assertEquals(table, ArgumentReader.of(write(table)).table(), "seed " + seed);
        }
    }

    @Test
    void typesOfTheClientKeepTheirTags() throws IOException {
        // given a value of each type that the client writes
        Map<String, Object> table = new HashMap<>();
        table.put("S", LongStringHelper.asLongString("text"));
        table.put("I", -1);
        table.put("D", new BigDecimal("-12.345"));
        table.put("T", new Date(1_700_000_000_000L));
        table.put("F", new HashMap<>(Map.of("S", "in a table")));
        table.put("b", (byte) -1);
        table.put("d", 0.1);
        table.put("f", 0.5f);
        table.put("l", -1L);
        table.put("s", (short) -1);
        table.put("t", true);
        table.put("x", new byte[] {1, 2});
        table.put("V", null);
        table.put("A", new ArrayList<>(List.of(1, 2L)));

        // when we read it
        FieldTable read = ArgumentReader.of(clientBytes(table)).table();

        // then each value has the type that its name says
        assertEquals(table.size(), read.size());
        read.entries().forEach(entry -> assertEquals(entry.name(), String.valueOf(entry.value().tag())));
        assertEquals(new FieldValue.Decimal(3, -12345), read.get("D"));
        assertEquals(new FieldValue.Timestamp(1_700_000_000L), read.get("T"));
    }

    @Test
    void clientReadsThePropertiesThatWeWrite() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            BasicProperties properties = new RandomValues(seed).withoutBytes().properties();
            Message message = Message.of(Address.of("", ""), ContentHeader.of(properties), new byte[0], 0);
            ByteBuf out = Unpooled.buffer();
            FrameWriter.publish(out, 1, false, false, message, 0);
            int publishSize = 8 + out.getInt(3);
            out.skipBytes(publishSize);
            AMQP.BasicProperties read = ClientFrames.readHeader(RecordedFrames.drain(out));
            assertEquals(ClientForm.of(properties), read, "seed " + seed);
        }
    }

    @Test
    void weReadThePropertiesThatTheClientWrites() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            AMQP.BasicProperties properties =
                    ClientForm.of(new RandomValues(seed).withoutBytes().properties());
            byte[] frame = ClientFrames.write(1, seed, properties);
            var seen = RecordedFrames.readServer(frame).getFirst();
            if (!(seen instanceof RecordedFrames.Seen.Header header)) {
                throw new AssertionError(seen);
            }
            assertEquals(60, header.classId());
            assertEquals(seed, header.bodySize());
            assertEquals(properties, ClientForm.of(header.header().properties()), "seed " + seed);
        }
    }

    private static byte[] write(FieldTable table) {
        ByteBuf out = Unpooled.buffer();
        new ArgumentWriter(out).putTable(table);
        return RecordedFrames.drain(out);
    }

    private static byte[] clientBytes(Map<String, Object> table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ValueWriter writer = new ValueWriter(new DataOutputStream(out));
        writer.writeTable(table);
        writer.flush();
        return out.toByteArray();
    }

    private static DataInputStream stream(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}

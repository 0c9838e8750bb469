import javax.jms.BytesMessage;
import javax.jms.Connection;
import javax.jms.DeliveryMode;
import javax.jms.JMSException;
import javax.jms.MapMessage;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.MessageProducer;
import javax.jms.Queue;
import javax.jms.Session;
import javax.jms.TextMessage;
import org.apache.qpid.client.AMQConnection;

/** Apache Qpid's JMS client, which has code of its own for AMQP 0-9-1: messages, sessions of all kinds, topics, replies. */
class QpidJms {

    private interface Step {
        void with(Connection connection) throws JMSException;
    }

    private static final long LONG_MILLIS = 20_000;
    private static final String QUEUE = "direct://amq.direct//java-qpid?durable='false'&autodelete='false'&routingkey='java-qpid'";

    public static void main(String[] args) throws Exception {
        System.setProperty("qpid.amqp.version", "0-91");
        System.setProperty("qpid.dest_syntax", "BURL");
        System.setProperty("IMMEDIATE_PREFETCH", "true"); // otherwise it stops the flow of a channel, which RabbitMQ refuses
        step("messages", QpidJms::messages);
        step("client acknowledgement", QpidJms::clientAcknowledgement);
        step("transactions", QpidJms::transactions);
        step("topics", QpidJms::topics);
        step("replies", QpidJms::replies);
        step("a selector", QpidJms::selector);
        step("time to live", QpidJms::timeToLive);
    }

    private static void step(String name, Step step) throws Exception {
        Connection connection = new AMQConnection("amqp://guest:guest@java-qpid/?brokerlist='tcp://" + System.getenv("AMQP_HOST") + ":"
                + System.getenv("AMQP_PORT") + "'");
        try {
            connection.start();
            step.with(connection);
            connection.close();
        } catch (JMSException e) {
            System.out.println(name + ": " + e.getClass().getSimpleName() + " " + e.getErrorCode());
            abandon(connection);
        }
    }

    private static void abandon(Connection connection) {
        try {
            connection.close();
        } catch (JMSException e) {
            System.out.println("closing: " + e.getClass().getSimpleName());
        }
    }

    private static void messages(Connection connection) throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(QUEUE);
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        TextMessage text = session.createTextMessage("a text, \u00e4\u20ac");
        text.setStringProperty("colour", "red");
        text.setIntProperty("number", 7);
        text.setLongProperty("big", 1L << 40);
        text.setBooleanProperty("flag", true);
        text.setDoubleProperty("real", 0.5);
        text.setByteProperty("byte", (byte) -1);
        text.setShortProperty("short", (short) 300);
        text.setFloatProperty("float", 1.5f);
        text.setJMSCorrelationID("correlated");
        text.setJMSType("type");
        producer.send(text, DeliveryMode.PERSISTENT, 7, Message.DEFAULT_TIME_TO_LIVE);
        TextMessage back = (TextMessage) consumer.receive(LONG_MILLIS);
        System.out.println(back.getText() + " " + back.getStringProperty("colour") + " " + back.getIntProperty("number") + " "
                + back.getLongProperty("big") + " " + back.getBooleanProperty("flag") + " " + back.getDoubleProperty("real") + " "
                + back.getByteProperty("byte") + " " + back.getShortProperty("short") + " " + back.getFloatProperty("float") + " "
                + back.getJMSCorrelationID() + " " + back.getJMSType() + " " + back.getJMSPriority() + " " + back.getJMSDeliveryMode());
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[15_000]);
        producer.send(bytes);
        System.out.println(((BytesMessage) consumer.receive(LONG_MILLIS)).getBodyLength() + " bytes");
        MapMessage map = session.createMapMessage();
        map.setInt("one", 1);
        map.setString("two", "zwei");
        producer.send(map);
        MapMessage backMap = (MapMessage) consumer.receive(LONG_MILLIS);
        System.out.println(backMap.getInt("one") + " " + backMap.getString("two"));
    }

    private static void clientAcknowledgement(Connection connection) throws JMSException {
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = session.createQueue(QUEUE);
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("one"));
        producer.send(session.createTextMessage("two"));
        System.out.println(shown(consumer.receive(LONG_MILLIS)) + shown(consumer.receive(LONG_MILLIS)));
        consumer.close();
        session.close(); // unacknowledged, both go back
        Session another = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer taking = another.createConsumer(queue);
        Message one = taking.receive(LONG_MILLIS);
        Message two = taking.receive(LONG_MILLIS);
        System.out.println(shown(one) + shown(two));
        two.acknowledge();
        another.recover();
        System.out.println("recovered");
    }

    private static String shown(Message message) throws JMSException {
        return message == null ? "nothing " : ((TextMessage) message).getText() + (message.getJMSRedelivered() ? " redelivered " : " ");
    }

    private static void transactions(Connection connection) throws JMSException {
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        Queue queue = session.createQueue(QUEUE);
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("committed"));
        session.commit();
        System.out.println(shown(consumer.receive(LONG_MILLIS)));
        session.commit();
        session.rollback();
        System.out.println("rolled back");
    }

    private static void timeToLive(Connection connection) throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(QUEUE);
        MessageConsumer consumer = session.createConsumer(queue);
        session.createProducer(queue).send(session.createTextMessage("for a minute"), DeliveryMode.NON_PERSISTENT, 4, 60_000);
        System.out.println(shown(consumer.receive(LONG_MILLIS)));
    }

    private static void topics(Connection connection) throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer one = session.createConsumer(session.createTopic("java.qpid.topic"));
        MessageConsumer other = session.createConsumer(session.createTopic("java.qpid.topic"));
        session.createProducer(session.createTopic("java.qpid.topic")).send(session.createTextMessage("to all"));
        System.out.println(shown(one.receive(LONG_MILLIS)) + shown(other.receive(LONG_MILLIS)));
    }

    private static void replies(Connection connection) throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(QUEUE);
        MessageConsumer serving = session.createConsumer(queue);
        Queue temporary = session.createTemporaryQueue();
        MessageConsumer asking = session.createConsumer(temporary);
        TextMessage question = session.createTextMessage("question");
        question.setJMSReplyTo(temporary);
        session.createProducer(queue).send(question);
        session.createProducer(serving.receive(LONG_MILLIS).getJMSReplyTo()).send(session.createTextMessage("answer"));
        System.out.println(shown(asking.receive(LONG_MILLIS)));
    }

    private static void selector(Connection connection) throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(QUEUE);
        MessageConsumer red = session.createConsumer(queue, "colour = 'red'");
        Message message = session.createTextMessage("red");
        message.setStringProperty("colour", "red");
        session.createProducer(queue).send(message);
        System.out.println("selected " + shown(red.receive(LONG_MILLIS)));
    }
}

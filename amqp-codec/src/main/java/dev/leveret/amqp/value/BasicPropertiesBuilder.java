package dev.leveret.amqp.value;

/** Collects basic properties; null takes a property away. */
public final class BasicPropertiesBuilder {

    private String contentType;
    private String contentEncoding;
    private FieldTable headers;
    private Integer deliveryMode;
    private Integer priority;
    private String correlationId;
    private String replyTo;
    private String expiration;
    private String messageId;
    private Long timestamp;
    private String type;
    private String userId;
    private String appId;
    private String clusterId;

    BasicPropertiesBuilder() {}

    public BasicPropertiesBuilder contentType(String contentType) {
        this.contentType = contentType;
        return this;
    }

    public BasicPropertiesBuilder contentEncoding(String contentEncoding) {
        this.contentEncoding = contentEncoding;
        return this;
    }

    public BasicPropertiesBuilder headers(FieldTable headers) {
        this.headers = headers;
        return this;
    }

    public BasicPropertiesBuilder deliveryMode(Integer deliveryMode) {
        this.deliveryMode = deliveryMode;
        return this;
    }

    public BasicPropertiesBuilder priority(Integer priority) {
        this.priority = priority;
        return this;
    }

    public BasicPropertiesBuilder correlationId(String correlationId) {
        this.correlationId = correlationId;
        return this;
    }

    public BasicPropertiesBuilder replyTo(String replyTo) {
        this.replyTo = replyTo;
        return this;
    }

    public BasicPropertiesBuilder expiration(String expiration) {
        this.expiration = expiration;
        return this;
    }

    public BasicPropertiesBuilder messageId(String messageId) {
        this.messageId = messageId;
        return this;
    }

    public BasicPropertiesBuilder timestamp(Long timestamp) {
        this.timestamp = timestamp;
        return this;
    }

    public BasicPropertiesBuilder type(String type) {
        this.type = type;
        return this;
    }

    public BasicPropertiesBuilder userId(String userId) {
        this.userId = userId;
        return this;
    }

    public BasicPropertiesBuilder appId(String appId) {
        this.appId = appId;
        return this;
    }

    public BasicPropertiesBuilder clusterId(String clusterId) {
        this.clusterId = clusterId;
        return this;
    }

    public BasicProperties build() {
        return new BasicProperties(
                contentType,
                contentEncoding,
                headers,
                deliveryMode,
                priority,
                correlationId,
                replyTo,
                expiration,
                messageId,
                timestamp,
                type,
                userId,
                appId,
                clusterId);
    }
}

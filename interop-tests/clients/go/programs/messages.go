// Headers of every type, all properties, prefetch, acknowledgements of many, dead letters, priorities, transactions, big bodies.
package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	connection, err := amqp.DialConfig(os.Getenv("AMQP_URL"), amqp.Config{Properties: amqp.Table{"connection_name": "go-messages"}})
	check(err)
	headers(open(connection))
	settling(open(connection))
	deadLetters(open(connection))
	priorities(open(connection))
	transactions(open(connection))
	check(connection.Close())

	connection, err = amqp.DialConfig(os.Getenv("AMQP_URL"), amqp.Config{FrameSize: 8192, Heartbeat: 20 * time.Second})
	check(err)
	bigBodies(open(connection))
	check(connection.Close())
}

func open(connection *amqp.Connection) *amqp.Channel {
	channel, err := connection.Channel()
	check(err)
	return channel
}

func temporary(channel *amqp.Channel, arguments amqp.Table) string {
	queue, err := channel.QueueDeclare("", false, false, true, false, arguments)
	check(err)
	return queue.Name
}

func publish(channel *amqp.Channel, queue string, message amqp.Publishing) {
	check(channel.PublishWithContext(context.Background(), "", queue, false, false, message))
}

func consume(channel *amqp.Channel, queue string) <-chan amqp.Delivery {
	deliveries, err := channel.Consume(queue, "", false, false, false, false, nil)
	check(err)
	return deliveries
}

func headers(channel *amqp.Channel) {
	queue := temporary(channel, nil)
	at := time.Unix(1700000000, 0)
	publish(channel, queue, amqp.Publishing{
		Headers: amqp.Table{
			"nil": nil, "bool": true, "byte": byte(200), "int8": int8(-8), "int16": int16(-16), "int32": int32(-32), "int64": int64(-64),
			"float32": float32(0.5), "float64": 0.1, "string": "täxt", "bytes": []byte{0, 255}, "time": at,
			"decimal": amqp.Decimal{Scale: 2, Value: 314}, "table": amqp.Table{"inner": amqp.Table{"deep": int32(1)}},
			"array": []interface{}{int32(1), "two", nil, []interface{}{true}},
		},
		ContentType: "text/plain", ContentEncoding: "identity", DeliveryMode: amqp.Persistent, Priority: 4, CorrelationId: "c",
		ReplyTo: "r", Expiration: "60000", MessageId: "m", Timestamp: at, Type: "t", UserId: "guest", AppId: "a",
	})
	got, _, err := channel.Get(queue, true)
	check(err)
	for _, name := range []string{"nil", "bool", "byte", "int8", "int16", "int32", "int64", "float32", "float64", "string", "bytes",
		"decimal", "table", "array"} {
		fmt.Printf("header %s %T %v\n", name, got.Headers[name], got.Headers[name])
	}
	fmt.Println("header time", got.Headers["time"].(time.Time).Unix())
	fmt.Println(got.ContentType, got.ContentEncoding, got.DeliveryMode, got.Priority, got.CorrelationId, got.ReplyTo, got.Expiration,
		got.MessageId, got.Timestamp.Unix(), got.Type, got.UserId, got.AppId)
}

func settling(channel *amqp.Channel) {
	queue := temporary(channel, nil)
	for number := 1; number <= 6; number++ {
		publish(channel, queue, amqp.Publishing{Body: []byte(fmt.Sprint("message ", number))})
	}
	check(channel.Qos(3, 0, false))
	deliveries := consume(channel, queue)
	next(deliveries)
	next(deliveries)
	third := next(deliveries)
	check(third.Ack(true))
	for number := 4; number <= 6; number++ {
		delivery := next(deliveries)
		fmt.Println(string(delivery.Body), delivery.DeliveryTag, delivery.Redelivered)
		if number == 6 {
			check(delivery.Nack(true, true))
		}
	}
	for number := 4; number <= 6; number++ {
		delivery := next(deliveries)
		fmt.Println(string(delivery.Body), delivery.DeliveryTag, delivery.Redelivered)
		check(delivery.Ack(false))
	}
}

func deadLetters(channel *amqp.Channel) {
	dead := temporary(channel, nil)
	letters := consume(channel, dead)
	sources := []amqp.Table{{"x-message-ttl": 1}, {"x-max-length": 0}, {"x-max-length-bytes": 3}, {}}
	for _, arguments := range sources {
		arguments["x-dead-letter-exchange"] = ""
		arguments["x-dead-letter-routing-key"] = dead
		queue := temporary(channel, arguments)
		publish(channel, queue, amqp.Publishing{Body: []byte("letter"), Headers: amqp.Table{"mine": "kept"}})
		if len(arguments) == 2 {
			delivery := next(consume(channel, queue))
			check(delivery.Reject(false))
		}
		letter := next(letters)
		death := letter.Headers["x-death"].([]interface{})[0].(amqp.Table)
		fmt.Println("dead", death["reason"], "count", death["count"], "keys", len(death["routing-keys"].([]interface{})), letter.Headers["mine"],
			letter.Headers["x-first-death-reason"], letter.Headers["x-first-death-queue"] == queue)
		check(letter.Ack(false))
	}
}

func priorities(channel *amqp.Channel) {
	queue := temporary(channel, amqp.Table{"x-max-priority": 10})
	for _, priority := range []uint8{1, 9, 5, 9, 200} {
		publish(channel, queue, amqp.Publishing{Priority: priority})
	}
	for {
		delivery, ok, err := channel.Get(queue, true)
		check(err)
		if !ok {
			break
		}
		fmt.Println("priority", delivery.Priority, "left", delivery.MessageCount)
	}
}

func transactions(channel *amqp.Channel) {
	queue := temporary(channel, nil)
	check(channel.Tx())
	publish(channel, queue, amqp.Publishing{Body: []byte("never")})
	check(channel.TxRollback())
	publish(channel, queue, amqp.Publishing{Body: []byte("committed")})
	before, err := channel.QueueInspect(queue)
	check(err)
	check(channel.TxCommit())
	after, err := channel.QueueInspect(queue)
	check(err)
	fmt.Println("before the commit", before.Messages, "after", after.Messages)
	got, _, err := channel.Get(queue, false)
	check(err)
	check(got.Ack(false))
	check(channel.TxRollback())
	check(channel.Recover(true))
	got, _, err = channel.Get(queue, false)
	check(err)
	fmt.Println("after the rollback", string(got.Body), got.Redelivered)
	check(got.Ack(false))
	check(channel.TxCommit())
}

func bigBodies(channel *amqp.Channel) {
	queue := temporary(channel, nil)
	deliveries := consume(channel, queue)
	for _, size := range []int{0, 8184, 8185, 3_000_000} {
		body := bytes.Repeat([]byte{'x'}, size)
		publish(channel, queue, amqp.Publishing{Body: body})
		delivery := next(deliveries)
		fmt.Println("body of", len(delivery.Body), bytes.Equal(body, delivery.Body))
		check(delivery.Ack(false))
	}
}

// next is what comes within 20 seconds.
func next[T any](from <-chan T) T {
	select {
	case value := <-from:
		return value
	case <-time.After(20 * time.Second):
		panic("nothing came")
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

package main

import (
	"context"
	"fmt"
	"log"
	"os"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	connection, err := amqp.Dial(os.Getenv("AMQP_URL"))
	check(err)
	defer connection.Close()
	channel, err := connection.Channel()
	check(err)
	check(channel.ExchangeDeclare("topic_logs", "topic", false, false, false, false, nil))
	key, text := os.Args[1], os.Args[2]
	check(channel.PublishWithContext(context.Background(), "topic_logs", key, false, false, amqp.Publishing{Body: []byte(text)}))
	fmt.Printf("sent %s:%s\n", key, text)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

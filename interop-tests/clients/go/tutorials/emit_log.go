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
	check(channel.ExchangeDeclare("logs", "fanout", false, false, false, false, nil))
	text := os.Args[1]
	check(channel.PublishWithContext(context.Background(), "logs", "", false, false, amqp.Publishing{Body: []byte(text)}))
	fmt.Println("sent", text)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

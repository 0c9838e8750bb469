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
	queue, err := channel.QueueDeclare("hello", false, false, false, false, nil)
	check(err)
	check(channel.PublishWithContext(context.Background(), "", queue.Name, false, false, amqp.Publishing{
		ContentType: "text/plain",
		Body:        []byte("Hello World!"),
	}))
	fmt.Println("sent Hello World!")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

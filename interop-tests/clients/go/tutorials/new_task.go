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
	queue, err := channel.QueueDeclare("task_queue", true, false, false, false, nil)
	check(err)
	task := os.Args[1]
	check(channel.PublishWithContext(context.Background(), "", queue.Name, false, false, amqp.Publishing{
		DeliveryMode: amqp.Persistent,
		Body:         []byte(task),
	}))
	fmt.Println("sent", task)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

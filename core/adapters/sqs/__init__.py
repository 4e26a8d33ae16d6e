"""SQS: queues that tell workers which rows of the table's queue are due."""

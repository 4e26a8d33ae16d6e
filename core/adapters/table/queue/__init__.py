"""The job queue in the table: one row a job, in the order of visibility."""

"""What `trussbot` can do: a file for each command."""

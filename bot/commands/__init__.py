"""The commands of `trussbot`: one file each."""

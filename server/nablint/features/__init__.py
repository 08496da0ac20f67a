"""What an editor asks, answered in plain offsets, without LSP types."""

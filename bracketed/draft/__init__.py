"""What a draft is: option trees, provisions, links and findings. Nothing here reads a text."""

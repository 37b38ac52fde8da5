"""What can be typed: one module a family of commands. What takes seconds to import waits for its command."""

"""One module a topic, each with `measure(scale: Scale) -> Report`. `make bench` runs them all."""

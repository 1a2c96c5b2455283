"""Files to results: discovery, worker processes, journal, events. No Qt."""

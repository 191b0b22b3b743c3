"""What the scheduler's tasks call: settings and ids in, ids and counts out, never articles; each may run twice."""

"""Sources and sinks: cameras, microphones, speakers, files, pipes."""

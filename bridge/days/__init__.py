"""Days as people type them, school holidays by federal state, lesson windows, timetables."""

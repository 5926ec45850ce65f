"""Who says it: spans of source, cue and content, their links, and whom a source means."""

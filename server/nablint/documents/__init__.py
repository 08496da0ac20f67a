"""Where is mathematics? Cuts a source into regions of mathematics with exact spans, blocks of prose and scopes."""

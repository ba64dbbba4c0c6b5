"""All that is known of a language: one `<code>.toml` each over CLDR; pure functions over text."""

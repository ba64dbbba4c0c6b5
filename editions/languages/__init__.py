"""All that is known of a language: tables over CLDR, numerals, typography."""

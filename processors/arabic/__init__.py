"""Arabic text: normalisation, tokens with offsets, light stemming, legacy charsets."""

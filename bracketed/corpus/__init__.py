"""Many drafts, or millions of variants, on as many processors as there are."""

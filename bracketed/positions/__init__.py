"""Who wants what: delegations, their stances on the options, and the words that they rest on."""

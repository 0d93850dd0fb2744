"""The half of the link check that uses the network.

Safety: `urls` reads addresses, `address_policy` says which machines may be asked, and
`resolving` looks names up by that policy. One request: `transport` makes it within limits, and
`bodies` reads the beginning of its answer. One link: `client` follows redirects and retries,
`rate_limiter` spaces the requests out. Its meaning: `classify` gives an observation, `soft_404`
asks a random sibling, `quirks` lists what particular services do. One run: `runs`, with
`controls` to detect an outage, `archives` for archived copies and `progress` for the terminal.
`saving` saves pages at an archive; `options` reads the flags of both programs.
"""

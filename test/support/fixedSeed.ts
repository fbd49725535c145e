import fc from "fast-check";

/**
 * Every run of the tests tries the same examples, so that a failure is one of the code and comes again. `FAST_CHECK_SEED`
 * makes them others, to look further.
 */
fc.configureGlobal({ seed: Number(process.env["FAST_CHECK_SEED"] ?? 1) });

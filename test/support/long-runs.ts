/** True when the tests were started with `--long`: generated cases by the million instead of by the thousand. */
export const isLongRun = process.env['CLEARBAND_TEST_LONG'] === 'true';

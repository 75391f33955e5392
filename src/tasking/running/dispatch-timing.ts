/** Tasks are sent this long before they start; the agent starts them by its own clock. */
export const DISPATCH_LEAD_MS = 2000;
/** A task that could not be sent so long after its start was missed: it is never run late, nor accepted so late. */
export const LATEST_START_MS = 500;

/** Where the steps of the Scheduler tell what they had to leave aside. */
export interface TaskingLog {
  error(fields: object, message: string): void;
}

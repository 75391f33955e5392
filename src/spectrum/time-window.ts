/** A half-open span of time `[start, stop)`, UTC. */
export interface TimeWindow {
  readonly start: Date;
  readonly stop: Date;
}

export function windowFrom(start: Date, seconds: number): TimeWindow {
  return { start, stop: new Date(start.getTime() + Math.round(seconds * 1000)) };
}

export function durationSeconds(window: TimeWindow): number {
  return (window.stop.getTime() - window.start.getTime()) / 1000;
}

export function windowsOverlap(a: TimeWindow, b: TimeWindow): boolean {
  return a.start < b.stop && b.start < a.stop;
}
